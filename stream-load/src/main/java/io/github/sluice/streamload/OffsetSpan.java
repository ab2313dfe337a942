package io.github.sluice.streamload;

/** First and last offset of a load's rows in one Kafka partition; both inclusive. Immutable. */
public final class OffsetSpan {
    private final long first;
    private final long last;

    public OffsetSpan(long first, long last) {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("no span of offsets: " + first + " to " + last);
        }
        this.first = first;
        this.last = last;
    }

    public long first() {
        return first;
    }

    public long last() {
        return last;
    }

    /** The smallest span that holds this one and the offset. */
    public OffsetSpan with(long offset) {
        return new OffsetSpan(Math.min(first, offset), Math.max(last, offset));
    }

    @Override
    public String toString() {
        return first + "_" + last;
    }
}
