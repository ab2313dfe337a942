package io.github.sluice.testbed.connect;

import io.github.sluice.testbed.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Ready means that the worker has its assignment in the group. Reading requests are answered before that, from the
 * config topic; restarting a connector is done by the group's own thread, which answers 404 for a connector that does
 * not exist only once the worker has joined, and 409 while a rebalance is awaited.
 */
final class WorkerReadiness implements Readiness {
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LOOK).build();
    private final HttpRequest request;

    WorkerReadiness(String url) {
        request = HttpRequest.newBuilder(URI.create(url + "/connectors/sluice-testbed-readiness/restart"))
                .timeout(LOOK)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }

    @Override
    public boolean isReady() throws Exception {
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() == NOT_FOUND && response.body().contains("Unknown connector")) {
            return true;
        }
        throw new IOException("REST answered " + response.statusCode() + " " + response.body());
    }
}
