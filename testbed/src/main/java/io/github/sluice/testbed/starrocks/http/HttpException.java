package io.github.sluice.testbed.starrocks.http;

import java.io.IOException;

/** A request that HTTP itself refuses; carries the status to answer with. The connection is closed afterwards. */
final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
