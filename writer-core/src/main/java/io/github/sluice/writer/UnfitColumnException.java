package io.github.sluice.writer;

/** A column of which no usable value can be had; its row is dirty. Name and reason may be logged, the value is in neither. */
public final class UnfitColumnException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    public UnfitColumnException(String column, String reason) {
        super("column " + column + ": " + reason);
        this.column = column;
    }

    /** The column's name. */
    public String column() {
        return column;
    }
}
