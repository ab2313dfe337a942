package io.github.sluice.streamer.value;

/** An event ends before what it should hold. */
public final class TruncatedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TruncatedEventException(String message) {
        super(message);
    }
}
