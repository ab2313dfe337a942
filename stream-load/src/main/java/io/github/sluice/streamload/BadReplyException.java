package io.github.sluice.streamload;

import java.io.IOException;

/** The server answered, but not in a way that says what happened: an HTTP error or something that is not its JSON. */
final class BadReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    BadReplyException(String message) {
        super(message);
    }
}
