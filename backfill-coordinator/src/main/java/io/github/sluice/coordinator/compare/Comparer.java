package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.wire.row.RowSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sides that both move. The source cuts the key space into chunks by what it holds; each chunk begins where
 * the last one ended, so that the ranges cover all possible keys, the last one being open-ended: a row that appears
 * between two chunks belongs to one of them. Chunks are compared by count and sum, the rows of a chunk that differs by
 * digest, and keys that differ are settled one by one. What is held is one chunk and the suspects. One thread; used once.
 *
 * @param digests keyed for this comparison
 * @param deletesIgnored whether the streamer leaves deletes out on purpose: rows that only StarRocks has are then right
 */
record Comparer(
        KeyOrder order,
        RowSchema schema,
        RowDigests digests,
        SourceSide source,
        KeyedRows target,
        StreamTopic stream,
        Applied applied,
        boolean deletesIgnored,
        LiveLimits limits,
        Pause pause,
        Clock clock) {

    /** Walks through the table. */
    Comparison compare(Findings findings, CompareProgress progress) {
        Set<RowKey> suspects = new LinkedHashSet<>();
        long expected = source.estimate();
        long rows = 0;
        long targetRows = 0;
        RowKey after = null;
        boolean more = true;
        while (more && !findings.enough()) {
            SourceSide.Chunk chunk = source.chunk(after, limits.chunkRows());
            if (chunk.upto() != null) {
                source.chunkComes(chunk.upto(), limits.chunkRows());
            }
            Held held = hold(after, chunk.upto());
            RowKey upto = held.cut ? held.last : chunk.upto();
            if (!held.cut && held.sum.equals(chunk.sum())) {
                rows += chunk.sum().count();
                targetRows += held.sum.count();
            } else {
                SourceSide.Listed listed = source.rows(after, upto);
                upto = listed.upto();
                rows += listed.rows().size();
                targetRows += suspect(listed, held, suspects);
            }
            progress.rows(rows, expected);
            after = upto;
            more = upto != null;
            if (suspects.size() >= limits.suspects()) {
                settle(findings, suspects, progress);
            }
        }
        boolean settled = settle(findings, suspects, progress);
        return findings.conclude(rows, targetRows, !more && settled);
    }

    /**
     * Settles the keys, as many at a time as are held, and empties the collection.
     *
     * @return false if some were not looked at, because enough had been found
     */
    boolean settle(Findings findings, Collection<RowKey> suspects, CompareProgress progress) {
        List<RowKey> all = new ArrayList<>(suspects);
        suspects.clear();
        for (int from = 0; from < all.size(); from += limits.suspects()) {
            if (findings.enough()) {
                return false;
            }
            List<RowKey> some = all.subList(from, Math.min(all.size(), from + limits.suspects()));
            new Settling(this, findings, some).run(progress);
        }
        return true;
    }

    /** StarRocks' rows of a range. */
    private static final class Held {
        private final Map<RowKey, Digest> rows = new LinkedHashMap<>();
        private ChunkSum sum = ChunkSum.EMPTY;
        private @Nullable RowKey last;
        private boolean cut;
    }

    /** Reads a range, but no more than twice what the source's chunk may hold. */
    private Held hold(@Nullable RowKey after, @Nullable RowKey upto) {
        int limit = 2 * limits.chunkRows();
        Held held = new Held();
        target.range(after, upto, limit, wire -> {
            RowKey key = order.of(wire);
            Digest digest = digests.of(wire);
            RowKey before = held.last;
            if (!order.within(before == null ? after : before, key, upto)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        "StarRocks does not give the rows in the order of their keys, so that ranges cannot be trusted");
            }
            held.rows.put(key, digest);
            held.sum = held.sum.plus(digest);
            held.last = key;
        });
        held.cut = held.rows.size() >= limit;
        return held;
    }

    /** Adds the keys in which the range differs, as far as the source has listed it. Returns StarRocks' rows up to there. */
    private long suspect(SourceSide.Listed listed, Held held, Set<RowKey> suspects) {
        Set<RowKey> theirs = new LinkedHashSet<>();
        for (SourceSide.KeyDigest row : listed.rows()) {
            Digest ours = held.rows.get(row.key());
            if (!theirs.add(row.key()) || !row.digest().equals(ours)) {
                suspects.add(row.key());
            }
        }
        long compared = 0;
        for (RowKey key : held.rows.keySet()) {
            if (order.within(null, key, listed.upto())) {
                compared++;
                if (!deletesIgnored && !theirs.contains(key)) {
                    suspects.add(key);
                }
            }
        }
        return compared;
    }
}
