package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.connect.ConnectException.Kind;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the workers of one Connect group, tried in order and again within the limits. A request whose answer was lost
 * is sent again if sending it twice does the same as sending it once. Thread-safe.
 */
final class WorkerCalls {
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(5);
    private static final int BROKEN = 500;
    private static final int UNAVAILABLE = 503;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int ACCEPTED = 202;
    /** By Connect's DistributedHerder. */
    private static final String REBALANCE_EXPECTED = "because a rebalance is expected";

    private final List<String> urls;
    private final @Nullable Consumer<String> foretold;
    private final ConnectClient.Limits limits;
    private final @Nullable String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTION_LIMIT)
            .build();

    /** @param credentials null for none */
    WorkerCalls(List<String> urls, ConnectClient.Limits limits, ConnectClient.@Nullable Credentials credentials) {
        this.foretold = null;
        this.urls = urls.stream().map(url -> url.replaceAll("/+$", "")).toList();
        this.limits = limits;
        this.authorization = credentials == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((credentials.username() + ":" + credentials.password())
                                        .getBytes(StandardCharsets.UTF_8));
    }

    private WorkerCalls(WorkerCalls model, Consumer<String> foretold) {
        this.urls = model.urls;
        this.limits = model.limits;
        this.authorization = model.authorization;
        this.foretold = foretold;
    }

    /** The same workers, of whom things are only asked: what would change something is told and counts as done. */
    WorkerCalls foretelling(Consumer<String> told) {
        return new WorkerCalls(this, told);
    }

    /** What a worker said. */
    record Answer(String what, int status, String body) {}

    /** What a request does. */
    enum Effect {
        NONE,
        /** Sent twice it does the same as sent once. */
        SAME_TWICE,
        NOT_TWICE
    }

    record Request(String method, String path, @Nullable String body, Effect effect) {
        static Request get(String path) {
            return new Request("GET", path, null, Effect.NONE);
        }

        boolean changes() {
            return effect != Effect.NONE;
        }
    }

    /**
     * Sends a request to the first worker that takes it.
     *
     * @param expected the statuses that are answers
     * @throws ConnectException when a worker refuses it, or none answers within the limits
     */
    Answer send(Request request, int... expected) {
        if (foretold != null && request.changes()) {
            foretold.accept(request.method() + " " + request.path());
            return new Answer(request.method() + " " + request.path(), ACCEPTED, "");
        }
        Instant begun = Instant.now();
        ConnectException lost = null;
        while (true) {
            ConnectException last =
                    new ConnectException(Kind.REFUSED, 0, false, "no address of Kafka Connect is set", null);
            for (String url : urls) {
                try {
                    return once(request, url, expected);
                } catch (ConnectException e) {
                    if (e.kind() == Kind.REFUSED || (e.mayBeDone() && request.effect() == Effect.NOT_TWICE)) {
                        throw e;
                    }
                    lost = e.mayBeDone() ? e : lost;
                    last = e;
                }
            }
            Duration limit = last.kind() == Kind.NOT_READY ? limits.rebalance() : limits.absence();
            if (last.kind() == Kind.REFUSED || !Instant.now().isBefore(begun.plus(limit))) {
                throw lost == null ? last : lost;
            }
            pause(last);
        }
    }

    private Answer once(Request request, String url, int... expected) {
        String what = request.method() + " " + url + request.path();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + request.path()))
                .timeout(limits.answer())
                .header("Accept", "application/json")
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        if (request.body() != null) {
            builder.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        try {
            return expected(
                    request, what, http.send(builder.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)), expected);
        } catch (java.net.ConnectException | HttpConnectTimeoutException e) {
            throw new ConnectException(Kind.NO_CONNECTION, 0, false, what + ": no connection (" + e + ")", e);
        } catch (IOException e) {
            throw new ConnectException(Kind.NO_ANSWER, 0, request.changes(), what + ": no answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(Kind.REFUSED, -1, request.changes(), what + ": interrupted", e);
        }
    }

    private static Answer expected(Request request, String what, HttpResponse<String> response, int... expected) {
        int status = response.statusCode();
        if (isStarting(response)) {
            throw new ConnectException(
                    Kind.NOT_READY, 0, false, what + ": the worker is starting, or it is none of Kafka Connect", null);
        }
        for (int one : expected) {
            if (status == one) {
                return new Answer(what, status, response.body());
            }
        }
        String error = error(response);
        // what a worker answers by itself, such as a connector's configuration, it refuses in a rebalance with 500, not
        // 409
        boolean rebalances = status == BROKEN && error.contains(REBALANCE_EXPECTED);
        throw new ConnectException(
                status == CONFLICT || status == UNAVAILABLE || rebalances ? Kind.NOT_READY : Kind.REFUSED,
                status,
                // 500 is what a worker says too when its own limit is over while the group's leader is still at it
                request.changes() && status >= BROKEN && status != UNAVAILABLE && !rebalances,
                what + ": " + status + " " + error,
                null);
    }

    private static boolean isStarting(HttpResponse<String> response) {
        if (response.statusCode() != NOT_FOUND) {
            return false;
        }
        try {
            return !JsonTree.asMap(Json.parse(response.body())).containsKey("error_code");
        } catch (RuntimeException notJson) {
            return true;
        }
    }

    /** Connect's own message; it can quote a refused value, so only its first line is kept. */
    private static String error(HttpResponse<String> response) {
        try {
            return JsonTree.text(JsonTree.asMap(Json.parse(response.body())), "message")
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (RuntimeException notJson) {
            return "";
        }
    }

    /** The answer's body. */
    static @Nullable Object json(Answer answer) {
        try {
            return Json.parse(answer.body());
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    Kind.REFUSED,
                    answer.status(),
                    false,
                    answer.what() + ": the answer is not JSON, so it is not Kafka Connect's",
                    e);
        }
    }

    private static void pause(ConnectException reason) {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
