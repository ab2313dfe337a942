package io.github.sluice.coordinator.connect;

/**
 * Where a sink connector stands in one partition.
 *
 * @param start the first offset that the log still has
 * @param committed the next offset to load; {@code start} where nothing is committed yet
 * @param end the next offset that a reader of committed records will meet
 */
public record Standing(long start, long committed, long end) {
    /** Offsets that are not loaded; an upper bound of the records, for transaction markers take offsets too. */
    public long lag() {
        return Math.max(0, end - Math.max(start, committed));
    }
}
