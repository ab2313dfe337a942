package io.github.sluice.testbed.starrocks.http;

import java.io.IOException;

/** Answers requests; called by many connection threads at once. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers one request.
     *
     * @throws DropConnectionException to close the connection without any answer
     * @throws IOException when the request's body cannot be read; the connection is closed
     */
    HttpResponse handle(HttpRequest request) throws IOException;
}
