package io.github.sluice.streamload;

import java.io.IOException;

/** The query port (MySQL protocol) could not be asked. The message names the hosts tried. */
public final class QueryPortException extends IOException {
    private static final long serialVersionUID = 1L;

    QueryPortException(String message, Throwable cause) {
        super(message, cause);
    }
}
