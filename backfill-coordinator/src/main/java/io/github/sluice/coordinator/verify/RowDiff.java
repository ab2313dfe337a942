package io.github.sluice.coordinator.verify;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows behind two fingerprints that differ. Both places are read again, but only rows of differing buckets are
 * held, a group of buckets at a time: as many as fit {@code rowLimit} by the fingerprints' own counts, at least one.
 * Stops when {@code keyLimit} rows are found. One thread.
 */
public final class RowDiff {
    private final RowSchema schema;
    private final long rowLimit;
    private final int keyLimit;

    /**
     * A diff.
     *
     * @param rowLimit rows held in memory at once, unless a single bucket has more
     * @param keyLimit differences after which it stops
     */
    public RowDiff(RowSchema schema, long rowLimit, int keyLimit) {
        this.schema = schema;
        this.rowLimit = rowLimit;
        this.keyLimit = keyLimit;
    }

    /** What was found. {@code complete} is false if {@code keyLimit} cut the search. */
    public record Result(List<RowDifference> rows, boolean complete) {
        public Result {
            rows = List.copyOf(rows);
        }
    }

    /** The rows in which {@code second} differs from {@code first}. */
    public Result between(RowReader first, Fingerprint firstSum, RowReader second, Fingerprint secondSum) {
        List<RowDifference> found = new ArrayList<>();
        List<BitSet> groups = groups(firstSum, secondSum);
        for (BitSet buckets : groups) {
            if (found.size() > keyLimit) {
                break;
            }
            Map<ByteBuffer, Held> expected = hold(first, buckets);
            compare(expected, second, buckets, found);
        }
        boolean complete = found.size() <= keyLimit;
        return new Result(complete ? found : found.subList(0, keyLimit), complete);
    }

    private List<BitSet> groups(Fingerprint first, Fingerprint second) {
        List<BitSet> groups = new ArrayList<>();
        BitSet group = new BitSet();
        long rows = 0;
        for (int bucket : first.differingBuckets(second)) {
            long own = Math.max(first.bucketCount(bucket), second.bucketCount(bucket));
            if (!group.isEmpty() && rows + own > rowLimit) {
                groups.add(group);
                group = new BitSet();
                rows = 0;
            }
            group.set(bucket);
            rows += own;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    /** One row of the first place: its equality form, where each column starts in it, how often it is still expected. */
    private static final class Held {
        private final byte[] frame;
        private final int[] starts;
        private final List<String> key;
        private int expected = 1;

        Held(byte[] frame, int[] starts, List<String> key) {
            this.frame = frame;
            this.starts = starts;
            this.key = key;
        }
    }

    private Map<ByteBuffer, Held> hold(RowReader place, BitSet buckets) {
        FingerprintAccumulator buckedBy = new FingerprintAccumulator(schema);
        EqualityForm form = new EqualityForm(schema);
        Map<ByteBuffer, Held> held = new HashMap<>();
        place.read(wire -> {
            if (buckets.get(buckedBy.bucketOf(wire))) {
                form.frame(wire);
                ByteBuffer key = ByteBuffer.wrap(form.part(schema.identity()));
                Held known = held.get(key);
                if (known == null) {
                    held.put(key, new Held(frame(form), starts(form), keyText(wire)));
                } else {
                    known.expected++;
                }
            }
        });
        return held;
    }

    private void compare(Map<ByteBuffer, Held> expected, RowReader place, BitSet buckets, List<RowDifference> found) {
        FingerprintAccumulator buckedBy = new FingerprintAccumulator(schema);
        EqualityForm form = new EqualityForm(schema);
        Set<ByteBuffer> seen = new LinkedHashSet<>();
        place.read(wire -> {
            if (!buckets.get(buckedBy.bucketOf(wire))) {
                return;
            }
            form.frame(wire);
            ByteBuffer key = ByteBuffer.wrap(form.part(schema.identity()));
            Held known = expected.get(key);
            if (known == null) {
                add(found, new RowDifference(RowDifference.Kind.EXTRA, keyText(wire), List.of()));
                return;
            }
            seen.add(key);
            known.expected--;
            if (known.expected < 0) {
                add(found, new RowDifference(RowDifference.Kind.REPEATED, known.key, List.of()));
            }
            List<String> columns = differingColumns(known, form);
            if (!columns.isEmpty()) {
                add(found, new RowDifference(RowDifference.Kind.CHANGED, known.key, columns));
            }
        });
        expected.forEach((key, known) -> {
            if (!seen.contains(key)) {
                add(found, new RowDifference(RowDifference.Kind.MISSING, known.key, List.of()));
            } else if (known.expected > 0) {
                add(found, new RowDifference(RowDifference.Kind.MISSING, known.key, List.of()));
            }
        });
    }

    /** One more than the limit is kept, to know that there are more. */
    private void add(List<RowDifference> found, RowDifference difference) {
        if (found.size() <= keyLimit) {
            found.add(difference);
        }
    }

    private List<String> differingColumns(Held known, EqualityForm form) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            boolean same = Arrays.equals(
                    known.frame, known.starts[i], known.starts[i + 1], form.array(), form.start(i), form.start(i + 1));
            if (!same) {
                columns.add(schema.columns().get(i).name());
            }
        }
        return columns;
    }

    private static byte[] frame(EqualityForm form) {
        return Arrays.copyOf(form.array(), form.length());
    }

    private int[] starts(EqualityForm form) {
        int[] starts = new int[schema.size() + 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = form.start(i);
        }
        return starts;
    }

    private List<String> keyText(@Nullable Object[] wire) {
        List<String> key = new ArrayList<>();
        for (int place : schema.identity()) {
            key.add(schema.columns().get(place).name() + "=" + wire[place]);
        }
        return key;
    }
}
