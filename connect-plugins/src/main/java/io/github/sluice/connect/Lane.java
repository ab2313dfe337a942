package io.github.sluice.connect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One topic's rows in one task: some waiting, at most one batch being loaded. Because there is never a second load in
 * flight, no row overtakes another of its key. Task's thread only.
 */
final class Lane {
    private final LoadTarget target;
    private final Set<Integer> partitions = new HashSet<>();
    /** Partitions whose earlier owners' loads are not known to be settled. */
    private final Set<Integer> unsettled = new HashSet<>();

    private final Batch waiting = new Batch();
    private long waitingSince;
    private @Nullable LoadJob running;

    Lane(LoadTarget target) {
        this.target = target;
    }

    LoadTarget target() {
        return target;
    }

    Set<Integer> partitions() {
        return partitions;
    }

    Set<Integer> unsettled() {
        return unsettled;
    }

    Batch waiting() {
        return waiting;
    }

    @Nullable
    LoadJob running() {
        return running;
    }

    void add(Row row, long now) {
        if (waiting.isEmpty()) {
            waitingSince = now;
        }
        waiting.add(row);
    }

    boolean due(SinkSettings settings, long now, boolean memoryFull) {
        return running == null
                && !waiting.isEmpty()
                && (memoryFull
                        || full(settings)
                        || now - waitingSince >= settings.interval().toMillis());
    }

    /** Enough for a load. */
    boolean full(SinkSettings settings) {
        return waiting.bytes() >= settings.maxBytes() || waiting.rows().size() >= settings.maxRows();
    }

    void start(LoadJob job) {
        running = job;
    }

    /** The batch ended well. */
    void settled(LoadJob job) {
        unsettled.removeAll(job.unsettled());
        running = null;
    }

    /** The batch ended otherwise, or its end no longer matters. */
    void ended() {
        running = null;
    }

    void putBack(List<Row> rows) {
        waiting.putFirst(rows);
    }

    /** Rows of a batch that belong to partitions which are still here. */
    List<Row> ofOurPartitions(Batch batch) {
        return batch.rows().stream()
                .filter(row -> partitions.contains(row.partition()))
                .collect(Collectors.toList());
    }

    /** First offset of the partition that is not known to be visible; null when all are. */
    @Nullable
    Long firstPending(int partition) {
        LoadJob job = running;
        Long first = job == null || job.cancelled() ? null : job.batch().firstOffset(partition);
        Long next = waiting.firstOffset(partition);
        if (first == null) {
            return next;
        }
        return next == null ? first : Long.valueOf(Math.min(first, next));
    }

    long memory() {
        return waiting.memory() + (running == null ? 0 : running.batch().memory());
    }

    int rows() {
        return waiting.rows().size()
                + (running == null ? 0 : running.batch().rows().size());
    }
}
