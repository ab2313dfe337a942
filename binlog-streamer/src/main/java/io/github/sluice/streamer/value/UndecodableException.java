package io.github.sluice.streamer.value;

/** Bytes of a row event that are no value of their column's type. The message holds no value. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndecodableException(String message) {
        super(message);
    }
}
