package io.github.sluice.wire.row;

/** A value that does not fit its column. Column and reason may be logged; the value is in neither. */
public final class BadValueException extends BadRowException {
    private static final long serialVersionUID = 1L;

    private final String column;
    private final String reason;

    BadValueException(String column, String reason) {
        super("column " + column + ": " + reason);
        this.column = column;
        this.reason = reason;
    }

    /** The column's name. */
    public String column() {
        return column;
    }

    /** What is wrong, without the value. */
    public String reason() {
        return reason;
    }
}
