package io.github.sluice.streamload;

import java.util.Objects;

/**
 * One line of StarRocks' error log: why a row was filtered.
 *
 * <p>The log quotes row values. {@link #reason()} is free of them and may be logged; {@link #rowText()} holds the row and
 * may not. Immutable.
 */
public final class RowError {
    private final String reason;
    private final String rowText;

    public RowError(String reason, String rowText) {
        this.reason = Objects.requireNonNull(reason, "reason");
        this.rowText = Objects.requireNonNull(rowText, "rowText");
    }

    /** The reason with column and type, without any value. */
    public String reason() {
        return reason;
    }

    /** The row as the log shows it; content, never to be logged. */
    public String rowText() {
        return rowText;
    }

    /** Without the row. */
    @Override
    public String toString() {
        return reason;
    }
}
