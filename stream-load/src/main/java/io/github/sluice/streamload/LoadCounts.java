package io.github.sluice.streamload;

/** StarRocks' row counts of one load; -1 where the reply did not carry them. Immutable. */
public final class LoadCounts {
    /** For outcomes learned by {@code get_load_state}, which gives no counts. */
    public static final LoadCounts NOT_TOLD = new LoadCounts(-1, -1, -1, -1);

    private final long total;
    private final long loaded;
    private final long filtered;
    private final long unselected;

    public LoadCounts(long total, long loaded, long filtered, long unselected) {
        this.total = total;
        this.loaded = loaded;
        this.filtered = filtered;
        this.unselected = unselected;
    }

    public long total() {
        return total;
    }

    /** Rows handed to the table writer; deletes and repeated keys each count. */
    public long loaded() {
        return loaded;
    }

    public long filtered() {
        return filtered;
    }

    public long unselected() {
        return unselected;
    }

    boolean told() {
        return total >= 0;
    }

    @Override
    public String toString() {
        return told()
                ? loaded + " of " + total + " rows loaded, " + filtered + " filtered, " + unselected + " unselected"
                : "counts not told";
    }
}
