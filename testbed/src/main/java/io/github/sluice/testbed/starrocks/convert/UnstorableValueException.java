package io.github.sluice.testbed.starrocks.convert;

/** A value that StarRocks would keep and the stand-in cannot; it fails the whole load instead of changing the value. */
public final class UnstorableValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnstorableValueException(String message) {
        super(message);
    }
}
