package io.github.sluice.testbed.starrocks.http;

import java.io.IOException;

/** Thrown by a handler that wants the connection closed without an answer: fault injection. */
public final class DropConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    public DropConnectionException(String reason) {
        super(reason);
    }
}
