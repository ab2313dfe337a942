package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.connect.ConnectException.Kind;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's REST interface. The workers are tried in order; 409, which a worker gives while its group rebalances, is
 * tried again within the limit, as is a worker that does not answer. Thread-safe.
 *
 * <p>A worker listens before it knows any connector, and answers everything with 404 and no body until then (Kafka 3.9).
 * Only a 404 with Connect's own JSON says that a connector is not there.
 *
 * <p>Every method throws {@link ConnectException} when a worker refuses or none answers. A request whose answer was lost is
 * sent again within the limit if sending it twice does the same as sending it once.
 */
public final class ConnectClient {
    /** Connect's own limit for an answer; it gives 500 then. */
    public static final Duration REQUEST_LIMIT = Duration.ofSeconds(90);

    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(5);
    private static final int UNAVAILABLE = 503;
    private static final int CONFLICT = 409;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final List<String> urls;
    private final Limits limits;
    private final @Nullable String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTION_LIMIT)
            .build();

    /**
     * How long is waited.
     *
     * @param answer for the answer to one request
     * @param rebalance for a group that rebalances and a worker that is starting
     * @param absence for a worker that does not answer at all; zero asks each address once
     */
    public record Limits(Duration answer, Duration rebalance, Duration absence) {}

    /** Basic authentication. Printing it shows no password. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + ", [hidden]]";
        }
    }

    /**
     * A client of one Connect group without authentication.
     *
     * @param patience how long a rebalance or an absent worker is waited for
     */
    public ConnectClient(List<String> urls, Duration patience) {
        this(urls, new Limits(REQUEST_LIMIT, patience, patience), null);
    }

    /** @param credentials null for none */
    public ConnectClient(List<String> urls, Limits limits, @Nullable Credentials credentials) {
        this.urls = urls.stream().map(url -> url.replaceAll("/+$", "")).toList();
        this.limits = limits;
        this.authorization = credentials == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((credentials.username() + ":" + credentials.password())
                                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The classes that the workers' plugin path offers. */
    public List<String> plugins() {
        return allPlugins().stream().map(Plugin::className).toList();
    }

    /** Connectors, transforms, converters and predicates that the workers' plugin path offers, in Connect's order. */
    public List<Plugin> allPlugins() {
        List<Plugin> plugins = new ArrayList<>();
        for (Object element : list(json(send(get("/connector-plugins?connectorsOnly=false"), 200)))) {
            Map<String, @Nullable Object> plugin = asMap(element);
            plugins.add(new Plugin(text(plugin, "class"), text(plugin, "type"), text(plugin, "version")));
        }
        return plugins;
    }

    /**
     * What the worker says of a configuration before it is used. Nothing is changed. The worker resolves references, so
     * what it says may quote a secret.
     */
    public Validation validate(String connectorClass, Map<String, String> config) {
        Map<String, @Nullable Object> answer;
        try {
            answer = asMap(json(send(
                    new Request(
                            "PUT",
                            "/connector-plugins/" + encode(connectorClass) + "/config/validate",
                            Json.write(new LinkedHashMap<String, Object>(config)),
                            Effect.NONE),
                    200)));
        } catch (ConnectException e) {
            if (e.status() == 0 || knows(connectorClass)) {
                throw e;
            }
            return new Validation(
                    Map.of(),
                    List.of(new Validation.Fault(
                            ConnectorDocument.CONNECTOR_CLASS,
                            "no plugin of this worker has the class " + connectorClass)));
        }
        Map<String, String> types = new LinkedHashMap<>();
        List<Validation.Fault> faults = new ArrayList<>();
        for (Object element : list(answer.get("configs"))) {
            Map<String, @Nullable Object> definition = asMap(asMap(element).get("definition"));
            Map<String, @Nullable Object> value = asMap(asMap(element).get("value"));
            String key = text(value, "name").isEmpty() ? text(definition, "name") : text(value, "name");
            types.put(key, text(definition, "type"));
            for (Object message : list(value.get("errors"))) {
                faults.add(new Validation.Fault(key, String.valueOf(message)));
            }
        }
        return new Validation(types, faults);
    }

    /** Whether a plugin has this class; Connect also takes its simple name, with or without {@code Connector}. */
    private boolean knows(String connectorClass) {
        return plugins().stream().anyMatch(known -> {
            String simple = known.substring(known.lastIndexOf('.') + 1);
            return connectorClass.equals(known)
                    || connectorClass.equals(simple)
                    || connectorClass.equals(simple.replaceAll("Connector$", ""));
        });
    }

    /** Every connector of the group, by name. */
    public List<Connector> connectors() {
        List<Connector> connectors = new ArrayList<>();
        new TreeMap<>(asMap(json(send(get("/connectors?expand=info&expand=status"), 200)))).forEach((name, element) -> {
            Map<String, @Nullable Object> info = asMap(asMap(element).get("info"));
            connectors.add(new Connector(
                    name, texts(info.get("config")), status(asMap(asMap(element).get("status")), text(info, "type"))));
        });
        return connectors;
    }

    /** The connector's configuration as Connect holds it, references unresolved. */
    public Optional<Map<String, String>> config(String connector) {
        HttpResponse<String> response = send(get(path(connector) + "/config"), 200, NOT_FOUND);
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(texts(json(response)));
    }

    /**
     * Creates the connector, or changes it to this configuration: 201 and 200 are both success.
     *
     * @return whether Connect says that it was created; false also if an answer was lost and it was there then
     */
    public boolean put(String connector, Map<String, String> config) {
        return send(
                                new Request(
                                        "PUT",
                                        path(connector) + "/config",
                                        Json.write(new LinkedHashMap<String, Object>(config)),
                                        Effect.SAME_TWICE),
                                200,
                                201)
                        .statusCode()
                == 201;
    }

    /** The state of connector and tasks; empty while the group does not know it yet. */
    public Optional<ConnectorStatus> status(String connector) {
        HttpResponse<String> response = send(get(path(connector) + "/status"), 200, NOT_FOUND);
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(status(asMap(json(response)), ""));
    }

    private static ConnectorStatus status(Map<String, @Nullable Object> body, String otherType) {
        Map<String, @Nullable Object> own = asMap(body.get("connector"));
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (Object element : list(body.get("tasks"))) {
            Map<String, @Nullable Object> task = asMap(element);
            tasks.add(new ConnectorStatus.Task(
                    Integer.parseInt(text(task, "id")),
                    text(task, "state"),
                    text(task, "worker_id"),
                    text(task, "trace")));
        }
        String type = text(body, "type");
        return new ConnectorStatus(
                type.isEmpty() ? otherType : type,
                text(own, "state"),
                text(own, "worker_id"),
                text(own, "trace"),
                tasks);
    }

    /** The topics that the connector has used since it was created; empty if there is no such connector. */
    public List<String> activeTopics(String connector) {
        HttpResponse<String> response = send(get(path(connector) + "/topics"), 200, NOT_FOUND);
        if (response.statusCode() == NOT_FOUND) {
            return List.of();
        }
        return list(asMap(asMap(json(response)).get(connector)).get("topics")).stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    /** Asks for the connector and its tasks to be paused; they are a moment later. */
    public void pause(String connector) {
        send(new Request("PUT", path(connector) + "/pause", null, Effect.SAME_TWICE), 200, 202, NO_CONTENT);
    }

    /** Asks for a paused connector to go on. */
    public void resume(String connector) {
        send(new Request("PUT", path(connector) + "/resume", null, Effect.SAME_TWICE), 200, 202, NO_CONTENT);
    }

    /** Restarts the connector and its tasks. */
    public void restart(String connector) {
        restart(connector, false);
    }

    /** Restarts what has failed of a connector and its tasks. */
    public void restartFailed(String connector) {
        restart(connector, true);
    }

    private void restart(String connector, boolean onlyFailed) {
        int status = send(
                        new Request(
                                "POST",
                                path(connector) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed,
                                "",
                                onlyFailed ? Effect.SAME_TWICE : Effect.NOT_TWICE),
                        200,
                        202,
                        NO_CONTENT)
                .statusCode();
        if (status == NO_CONTENT) {
            // a worker before Connect 3.0 knows no parameters and restarts the connector only
            for (ConnectorStatus.Task task :
                    status(connector).map(ConnectorStatus::tasks).orElse(List.of())) {
                if (!onlyFailed || task.state().equals("FAILED")) {
                    restartTask(connector, task.id());
                }
            }
        }
    }

    /** Restarts one task. */
    public void restartTask(String connector, int task) {
        send(
                new Request("POST", path(connector) + "/tasks/" + task + "/restart", "", Effect.NOT_TWICE),
                200,
                202,
                NO_CONTENT);
    }

    /**
     * Deletes the connector; one that is gone already is fine.
     *
     * @return whether Connect says that it was there; false also if an answer was lost and it was gone then
     */
    public boolean delete(String connector) {
        return send(new Request("DELETE", path(connector), null, Effect.SAME_TWICE), 200, 202, NO_CONTENT, NOT_FOUND)
                        .statusCode()
                != NOT_FOUND;
    }

    /** What a request does. */
    private enum Effect {
        NONE,
        /** Sent twice it does the same as sent once. */
        SAME_TWICE,
        NOT_TWICE
    }

    private record Request(
            String method, String path, @Nullable String body, Effect effect) {
        boolean changes() {
            return effect != Effect.NONE;
        }
    }

    private static Request get(String path) {
        return new Request("GET", path, null, Effect.NONE);
    }

    private HttpResponse<String> send(Request request, int... expected) {
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

    private HttpResponse<String> once(Request request, String url, int... expected) {
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

    private static HttpResponse<String> expected(
            Request request, String what, HttpResponse<String> response, int... expected) {
        int status = response.statusCode();
        if (isStarting(response)) {
            throw new ConnectException(
                    Kind.NOT_READY, 0, false, what + ": the worker is starting, or it is none of Kafka Connect", null);
        }
        for (int one : expected) {
            if (status == one) {
                return response;
            }
        }
        throw new ConnectException(
                status == CONFLICT || status == UNAVAILABLE ? Kind.NOT_READY : Kind.REFUSED,
                status,
                // 500 is what a worker says too when its own limit is over while the group's leader is still at it
                request.changes() && status >= 500 && status != UNAVAILABLE,
                what + ": " + status + " " + error(response),
                null);
    }

    private static boolean isStarting(HttpResponse<String> response) {
        if (response.statusCode() != NOT_FOUND) {
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

    private static @Nullable Object json(HttpResponse<String> response) {
        try {
            return Json.parse(response.body());
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    Kind.REFUSED,
                    response.statusCode(),
                    false,
                    response.request().method() + " " + response.uri()
                            + ": the answer is not JSON, so it is not Kafka Connect's",
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

    /** A name may hold what a path may not; a blank is {@code %20} there, not {@code +}. */
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String path(String connector) {
        return "/connectors/" + encode(connector);
    }

    private static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((key, element) -> map.put(String.valueOf(key), element));
        }
        return map;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> found ? found : List.of();
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        asMap(value).forEach((key, element) -> texts.put(key, String.valueOf(element)));
        return texts;
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }
}
