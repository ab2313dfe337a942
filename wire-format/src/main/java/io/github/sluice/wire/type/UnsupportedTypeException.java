package io.github.sluice.wire.type;

/** A column type that Sluice does not move; the message says what to do instead. */
public final class UnsupportedTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsupportedTypeException(String message) {
        super(message);
    }
}
