package io.github.sluice.writer;

/**
 * The rows acknowledged in one partition: how many, and the lowest and highest offset. Other producers' records may lie
 * between. Not thread-safe; guarded by its {@link TaskAccount}.
 */
public final class OffsetRange {
    /** An offset that the broker did not tell, as with acks=0. */
    public static final long UNKNOWN = -1;

    private final int partition;
    private long first = UNKNOWN;
    private long last = UNKNOWN;
    private long records;

    OffsetRange(int partition) {
        this.partition = partition;
    }

    void add(long offset) {
        records++;
        widen(offset, offset);
    }

    void add(OffsetRange other) {
        records += other.records;
        widen(other.first, other.last);
    }

    private void widen(long from, long to) {
        if (from == UNKNOWN) {
            return;
        }
        first = first == UNKNOWN ? from : Math.min(first, from);
        last = Math.max(last, to);
    }

    OffsetRange copy() {
        OffsetRange copy = new OffsetRange(partition);
        copy.add(this);
        return copy;
    }

    public int partition() {
        return partition;
    }

    public long first() {
        return first;
    }

    public long last() {
        return last;
    }

    public long records() {
        return records;
    }
}
