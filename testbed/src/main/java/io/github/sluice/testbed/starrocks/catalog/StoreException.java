package io.github.sluice.testbed.starrocks.catalog;

/** The backing MySQL failed; nothing of the write is visible. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
