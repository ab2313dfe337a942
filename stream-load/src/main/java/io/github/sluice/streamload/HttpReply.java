package io.github.sluice.streamload;

import java.net.URI;

/** A final (not redirecting) HTTP reply. The body is cut at {@link HttpLink#MAX_REPLY_BYTES}. Immutable. */
final class HttpReply {
    private final int status;
    private final String body;
    private final URI answeredBy;

    HttpReply(int status, String body, URI answeredBy) {
        this.status = status;
        this.body = body;
        this.answeredBy = answeredBy;
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }

    URI answeredBy() {
        return answeredBy;
    }
}
