package io.github.sluice.testbed.starrocks.catalog;

/** A key of more than {@link TableModel#KEY_LIMIT} encoded bytes: the whole load fails (8.2). */
public final class KeyTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyTooLongException() {
        super("primary key size exceed the limit.");
    }
}
