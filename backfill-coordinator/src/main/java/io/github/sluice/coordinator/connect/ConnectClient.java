package io.github.sluice.coordinator.connect;

import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's REST interface, as much as a backfill needs. The workers are tried in order; 409, which a worker gives
 * while its group rebalances, is tried again within the limit, as is a worker that does not answer. Thread-safe.
 *
 * <p>A worker listens before it knows any connector, and answers everything with 404 and no body until then (Kafka 3.9).
 * Only a 404 with Connect's own JSON says that a connector is not there.
 */
public final class ConnectClient {
    private final List<String> urls;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * A client of one Connect group.
     *
     * @param patience how long a rebalance or an absent worker is waited for
     */
    public ConnectClient(List<String> urls, Duration patience) {
        this.urls = urls.stream().map(url -> url.replaceAll("/+$", "")).toList();
        this.patience = patience;
    }

    /** The classes that the workers' plugin path offers. */
    public List<String> plugins() {
        List<String> classes = new ArrayList<>();
        if (Json.parse(send("GET", "/connector-plugins?connectorsOnly=false", null, 200)
                        .body())
                instanceof List<?> all) {
            for (Object plugin : all) {
                classes.add(String.valueOf(asMap(plugin).get("class")));
            }
        }
        return classes;
    }

    /** The connector's configuration as Connect holds it, references unresolved. */
    public Optional<Map<String, String>> config(String connector) {
        HttpResponse<String> response = send("GET", "/connectors/" + encode(connector) + "/config", null, 200, 404);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        Map<String, String> config = new LinkedHashMap<>();
        asMap(Json.parse(response.body())).forEach((key, value) -> config.put(key, String.valueOf(value)));
        return Optional.of(config);
    }

    /** Creates the connector, or changes it to this configuration: 201 and 200 are both success. */
    public void put(String connector, Map<String, String> config) {
        send(
                "PUT",
                "/connectors/" + encode(connector) + "/config",
                Json.write(new LinkedHashMap<String, Object>(config)),
                200,
                201);
    }

    /** The state of connector and tasks; empty while the group does not know it yet. */
    public Optional<ConnectorStatus> status(String connector) {
        HttpResponse<String> response = send("GET", "/connectors/" + encode(connector) + "/status", null, 200, 404);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> body = asMap(Json.parse(response.body()));
        Map<String, @Nullable Object> own = asMap(body.get("connector"));
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        if (body.get("tasks") instanceof List<?> list) {
            for (Object element : list) {
                Map<String, @Nullable Object> task = asMap(element);
                tasks.add(new ConnectorStatus.Task(
                        Integer.parseInt(text(task, "id")),
                        text(task, "state"),
                        text(task, "worker_id"),
                        text(task, "trace")));
            }
        }
        return Optional.of(new ConnectorStatus(text(own, "state"), text(own, "trace"), tasks));
    }

    /** Restarts what has failed of a connector and its tasks (Connect 3.0 and later). */
    public void restartFailed(String connector) {
        send(
                "POST",
                "/connectors/" + encode(connector) + "/restart?includeTasks=true&onlyFailed=true",
                "",
                200,
                202,
                204);
    }

    /** Deletes the connector; one that is gone already is fine. */
    public void delete(String connector) {
        send("DELETE", "/connectors/" + encode(connector), null, 204, 404);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body, int... expected) {
        Instant limit = Instant.now().plus(patience);
        while (true) {
            ConnectException last = new ConnectException(0, "no Connect address is set");
            for (String url : urls) {
                try {
                    return once(method, url + path, body, expected);
                } catch (ConnectException e) {
                    if (e.status() != 0 && e.status() != 409 && e.status() != 503) {
                        throw e;
                    }
                    last = e;
                }
            }
            if (Instant.now().isAfter(limit)) {
                throw last;
            }
            pause(last);
        }
    }

    private HttpResponse<String> once(String method, String url, @Nullable String body, int... expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(90))
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            for (int status : expected) {
                if (response.statusCode() == status && !isStarting(response)) {
                    return response;
                }
            }
            if (isStarting(response)) {
                throw new ConnectException(0, method + " " + url + ": the worker is starting");
            }
            throw new ConnectException(
                    response.statusCode(), method + " " + url + ": " + response.statusCode() + " " + error(response));
        } catch (IOException e) {
            throw new ConnectException(0, method + " " + url + ": no answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(-1, method + " " + url + ": interrupted", e);
        }
    }

    private static boolean isStarting(HttpResponse<String> response) {
        if (response.statusCode() != 404) {
            return false;
        }
        try {
            return !asMap(Json.parse(response.body())).containsKey("error_code");
        } catch (RuntimeException notJson) {
            return true;
        }
    }

    /** Connect's own message; it can quote a refused value, so only its first line is kept. */
    private static String error(HttpResponse<String> response) {
        try {
            return text(asMap(Json.parse(response.body())), "message")
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (RuntimeException notJson) {
            return "";
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

    /** A name may hold what a path may not; a blank is {@code %20} there, not {@code +}. */
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((key, element) -> map.put(String.valueOf(key), element));
        }
        return map;
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }
}
