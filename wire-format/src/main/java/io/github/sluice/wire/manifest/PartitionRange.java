package io.github.sluice.wire.manifest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of one attempt in one partition. Between the offsets there may be more than these records:
 * transaction markers take offsets too. Immutable.
 */
public final class PartitionRange {
    private final int partition;
    private final long firstOffset;
    private final long lastOffset;
    private final long records;

    /**
     * @param firstOffset offset of the first record, at least 0
     * @param lastOffset offset of the last record itself, not the one after it
     * @param records at least 1
     */
    public PartitionRange(int partition, long firstOffset, long lastOffset, long records) {
        if (partition < 0 || firstOffset < 0 || lastOffset < firstOffset || records < 1) {
            throw new IllegalArgumentException("partition " + partition + " cannot hold " + records
                    + " records from offset " + firstOffset + " to " + lastOffset);
        }
        this.partition = partition;
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
        this.records = records;
    }

    /** Both together, of the same partition. */
    PartitionRange plus(PartitionRange other) {
        return new PartitionRange(
                partition,
                Math.min(firstOffset, other.firstOffset),
                Math.max(lastOffset, other.lastOffset),
                records + other.records);
    }

    public int partition() {
        return partition;
    }

    public long firstOffset() {
        return firstOffset;
    }

    public long lastOffset() {
        return lastOffset;
    }

    public long records() {
        return records;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionRange
                && ((PartitionRange) other).partition == partition
                && ((PartitionRange) other).firstOffset == firstOffset
                && ((PartitionRange) other).lastOffset == lastOffset
                && ((PartitionRange) other).records == records;
    }

    @Override
    public int hashCode() {
        return Objects.hash(partition, firstOffset, lastOffset, records);
    }

    @Override
    public String toString() {
        return "partition " + partition + " offsets " + firstOffset + ".." + lastOffset + " records " + records;
    }
}
