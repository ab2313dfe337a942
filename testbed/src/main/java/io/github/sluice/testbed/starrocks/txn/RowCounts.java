package io.github.sluice.testbed.starrocks.txn;

/**
 * What a load did with its rows.
 *
 * @param loaded rows handed to the table, deletes and repeated keys each counted
 * @param filtered rows that could not be stored
 * @param unselected rows that {@code where} left out
 * @param bytes received body bytes
 */
public record RowCounts(long loaded, long filtered, long unselected, long bytes) {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

    public long total() {
        return loaded + filtered + unselected;
    }

    /** True when more of the selected rows were filtered than the ratio allows. */
    public boolean exceeds(double maxFilterRatio) {
        long selected = total() - unselected;
        return selected > 0 && (double) filtered / selected > maxFilterRatio;
    }
}
