package io.github.sluice.wire.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one half tells the other: about which run, table and step, and a JSON text. Immutable. */
public final class ControlRecord {
    private final String runId;
    private final String table;
    private final String step;
    private final String body;

    /**
     * @param runId the run, not empty
     * @param table the logical table; empty if the record is about the run as a whole
     * @param step the step, not empty
     * @param body JSON text
     */
    public ControlRecord(String runId, String table, String step, String body) {
        if (runId.isEmpty() || step.isEmpty()) {
            throw new IllegalArgumentException("a control record names its run and its step");
        }
        this.runId = runId;
        this.table = table;
        this.step = step;
        this.body = body;
    }

    public String runId() {
        return runId;
    }

    public String table() {
        return table;
    }

    public String step() {
        return step;
    }

    public String body() {
        return body;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ControlRecord
                && ((ControlRecord) other).runId.equals(runId)
                && ((ControlRecord) other).table.equals(table)
                && ((ControlRecord) other).step.equals(step)
                && ((ControlRecord) other).body.equals(body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(runId, table, step, body);
    }

    /** Run, table and step; not the body. */
    @Override
    public String toString() {
        return runId + "/" + table + "/" + step;
    }
}
