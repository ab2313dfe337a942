package io.github.sluice.coordinator.compare;

/** The half beside StarRocks: asks, reads StarRocks, and decides. One thread. */
public interface LiveTarget {
    /**
     * Compares the whole table, chunk by chunk in key order, while writers go on.
     *
     * @param group consumer group of the stream connector, whose committed offsets say what is in StarRocks
     * @return never throws for a lost connection: that is UNKNOWN with its reason
     */
    Comparison compare(LiveSpec spec, String group, CompareProgress progress);

    /**
     * Compares, and sends what differs anew through the stream. StarRocks is never written to past it.
     *
     * @param apply whether anything is sent; otherwise it is only said what would be
     * @return as {@link #compare}; what was sent is certain only as far as {@code after} says EQUAL
     */
    Repaired repair(LiveSpec spec, String group, boolean apply, CompareProgress progress);
}
