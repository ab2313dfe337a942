package io.github.sluice.streamload;

/** What {@code get_load_state} says about a label (StarRocks, FE REST API). */
public enum LoadState {
    /** Begun; data may have been sent. */
    PREPARE,
    /** Durable, waits for the commit. */
    PREPARED,
    /** Committed; queries do not see it yet. */
    COMMITTED,
    /** Committed and seen by queries. */
    VISIBLE,
    /** Nothing was written; the label may be used again. */
    ABORTED,
    /** The frontend has never seen the label, or has cleaned it away. */
    UNKNOWN;

    /** Whether the state can still change by itself or by somebody's request. UNKNOWN counts as settled. */
    public boolean settled() {
        return this == VISIBLE || this == ABORTED || this == UNKNOWN;
    }
}
