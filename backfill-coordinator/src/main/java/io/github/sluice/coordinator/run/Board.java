package io.github.sluice.coordinator.run;

import java.util.List;

/** Where a run shows what it does. Implementations are thread-safe: all tables of both halves write to one board. */
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

    /** A step does not begin yet; {@link #begins} follows, or the table's end. */
    default void holds(String table, Step step, Hold hold) {}

    /** The run's tables, in the order in which they begin; told once, before all else. */
    default void plans(List<String> tables) {}

    /** This process is through with a table, until somebody has it tried again. */
    default void leaves(String table, End end) {}

    /** How a process is through with a table. */
    enum End {
        DONE,
        FAILED,
        SKIPPED
    }
}
