package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's side where MySQL can be reached. The digests of the last two chunks are kept, so that a chunk that differs need
 * not be read twice; everything else is read anew whenever it is asked for. One thread.
 */
final class LocalSource implements SourceSide {
    private static final int CHUNKS_KEPT = 2;
    private static final int LISTED_AT_MOST = 4;

    private final KeyOrder order;
    private final RowDigests digests;
    private final KeyedRows mysql;
    private final Capture capture;
    private final LiveLimits limits;
    private final Deque<Kept> kept = new ArrayDeque<>();

    /** Rows of one range as they were when it was read. */
    private record Kept(@Nullable RowKey after, @Nullable RowKey upto, List<KeyDigest> rows) {}

    LocalSource(KeyOrder order, RowDigests digests, KeyedRows mysql, Capture capture, LiveLimits limits) {
        this.order = order;
        this.digests = digests;
        this.mysql = mysql;
        this.capture = capture;
        this.limits = limits;
    }

    @Override
    public long estimate() {
        return mysql.estimate();
    }

    @Override
    public Chunk chunk(@Nullable RowKey after, int limit) {
        Kept chunk = read(after, null, limit);
        if (kept.size() == CHUNKS_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(chunk);
        ChunkSum sum = ChunkSum.EMPTY;
        for (KeyDigest row : chunk.rows()) {
            sum = sum.plus(row.digest());
        }
        return new Chunk(chunk.upto(), sum);
    }

    @Override
    public void chunkComes(@Nullable RowKey after, int limit) {
        // it is at hand as soon as it is asked for
    }

    @Override
    public Listed rows(@Nullable RowKey after, @Nullable RowKey upto) {
        for (Kept chunk : kept) {
            boolean sameStart = after == null ? chunk.after() == null : after.equals(chunk.after());
            boolean holdsEnd = chunk.upto() == null || (upto != null && order.compare(upto, chunk.upto()) <= 0);
            if (sameStart && holdsEnd) {
                return new Listed(
                        upto,
                        chunk.rows().stream()
                                .filter(row -> order.within(after, row.key(), upto))
                                .toList());
            }
        }
        Kept again = read(after, upto, LISTED_AT_MOST * limits.chunkRows());
        return new Listed(again.upto(), again.rows());
    }

    /** The range ends at the last row if the limit was reached, else where it was to end. */
    private Kept read(@Nullable RowKey after, @Nullable RowKey upto, int limit) {
        List<KeyDigest> rows = new ArrayList<>();
        mysql.range(after, upto, limit, wire -> {
            RowKey key = order.of(wire);
            RowKey before = rows.isEmpty() ? after : rows.get(rows.size() - 1).key();
            boolean repeated = !rows.isEmpty() && key.equals(before);
            if (!repeated && !order.within(before, key, upto)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        "MySQL does not give the rows in the order of their keys, so that ranges cannot be trusted");
            }
            rows.add(new KeyDigest(key, digests.of(wire)));
        });
        boolean full = rows.size() >= limit;
        return new Kept(after, full ? rows.get(rows.size() - 1).key() : upto, rows);
    }

    /** The order of the three steps is what makes the boundaries true. */
    @Override
    public Look look(Collection<RowKey> keys, boolean columns) {
        Offsets visible = capture.visibleBelow();
        Set<RowKey> wanted = new HashSet<>(keys);
        Map<RowKey, Seen> rows = new HashMap<>();
        mysql.keys(wanted, wire -> {
            RowKey key = order.of(wire);
            if (wanted.contains(key)) {
                rows.put(
                        key,
                        rows.getOrDefault(key, Seen.NOTHING)
                                .and(digests.of(wire), columns ? digests.columns(wire) : List.of()));
            }
        });
        return new Look(visible, capture.capturedBelow(), rows);
    }
}
