package io.github.sluice.wire.row;

/**
 * A row that cannot be put on the wire or read from it. The message names columns and reasons and never
 * repeats a value, so it may be logged.
 */
public class BadRowException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
        super(message);
    }
}
