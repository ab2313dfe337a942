package io.github.sluice.coordinator.run;

/** Where a run shows what it does. Implementations are thread-safe: both halves write to one board. */
public interface Board {
    /** A step of a table begins. */
    void begins(String table, Step step);

    /**
     * Rows of a step so far.
     *
     * @param total rows expected; 0 if nobody knows
     */
    void progress(String table, Step step, long rows, long total);

    /** A step of a table has ended well. */
    void ends(String table, Step step, String note);

    /** A step of a table has failed. */
    void fails(String table, Step step, String message);

    /** A key should be rotated; the run goes on. */
    void warns(KeyWarning warning);

    /** A step waits for the other half. */
    void waits(String table, Step step);
}
