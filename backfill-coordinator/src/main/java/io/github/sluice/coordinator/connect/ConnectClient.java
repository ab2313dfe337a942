package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.connect.WorkerCalls.Answer;
import io.github.sluice.coordinator.connect.WorkerCalls.Effect;
import io.github.sluice.coordinator.connect.WorkerCalls.Request;
import io.github.sluice.wire.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
public final class ConnectClient implements Connectors {
    /** Connect's own limit for an answer; it gives 500 then. */
    public static final Duration REQUEST_LIMIT = Duration.ofSeconds(90);

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final WorkerCalls workers;

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
        this.workers = new WorkerCalls(urls, limits, credentials);
    }

    private ConnectClient(WorkerCalls workers) {
        this.workers = workers;
    }

    /**
     * A client that asks the same workers and changes nothing: each request that would change something is told as {@code
     * METHOD PATH}, and counts as done. A worker before Connect 3.0 is asked to restart tasks one by one, which is not told.
     */
    public ConnectClient foretelling(Consumer<String> told) {
        return new ConnectClient(workers.foretelling(told));
    }

    /** What a worker says of itself: its version, and the id of the Kafka cluster that it works on. */
    public record Identity(String version, String cluster) {}

    /** What the first worker that answers says of itself. */
    public Identity identity() {
        Map<String, @Nullable Object> root = JsonTree.asMap(WorkerCalls.json(workers.send(Request.get("/"), 200)));
        return new Identity(JsonTree.text(root, "version"), JsonTree.text(root, "kafka_cluster_id"));
    }

    /** The classes that the workers' plugin path offers. */
    public List<String> plugins() {
        return allPlugins().stream().map(Plugin::className).toList();
    }

    /** Connectors, transforms, converters and predicates that the workers' plugin path offers, in Connect's order. */
    public List<Plugin> allPlugins() {
        List<Plugin> plugins = new ArrayList<>();
        for (Object element : JsonTree.list(
                WorkerCalls.json(workers.send(Request.get("/connector-plugins?connectorsOnly=false"), 200)))) {
            Map<String, @Nullable Object> plugin = JsonTree.asMap(element);
            plugins.add(new Plugin(
                    JsonTree.text(plugin, "class"), JsonTree.text(plugin, "type"), JsonTree.text(plugin, "version")));
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
            answer = JsonTree.asMap(WorkerCalls.json(workers.send(
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
        for (Object element : JsonTree.list(answer.get("configs"))) {
            Map<String, @Nullable Object> definition =
                    JsonTree.asMap(JsonTree.asMap(element).get("definition"));
            Map<String, @Nullable Object> value =
                    JsonTree.asMap(JsonTree.asMap(element).get("value"));
            String key = JsonTree.text(value, "name").isEmpty()
                    ? JsonTree.text(definition, "name")
                    : JsonTree.text(value, "name");
            types.put(key, JsonTree.text(definition, "type"));
            for (Object message : JsonTree.list(value.get("errors"))) {
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
        new TreeMap<>(JsonTree.asMap(
                        WorkerCalls.json(workers.send(Request.get("/connectors?expand=info&expand=status"), 200))))
                .forEach((name, element) -> {
                    Map<String, @Nullable Object> info =
                            JsonTree.asMap(JsonTree.asMap(element).get("info"));
                    connectors.add(new Connector(
                            name,
                            JsonTree.texts(info.get("config")),
                            status(
                                    JsonTree.asMap(JsonTree.asMap(element).get("status")),
                                    JsonTree.text(info, "type"))));
                });
        return connectors;
    }

    /** The connector's configuration as Connect holds it, references unresolved. */
    @Override
    public Optional<Map<String, String>> config(String connector) {
        Answer response = workers.send(Request.get(path(connector) + "/config"), 200, NOT_FOUND);
        return response.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(JsonTree.texts(WorkerCalls.json(response)));
    }

    /**
     * Creates the connector, or changes it to this configuration: 201 and 200 are both success.
     *
     * @return whether Connect says that it was created; false also if an answer was lost and it was there then
     */
    @Override
    public boolean put(String connector, Map<String, String> config) {
        return workers.send(
                                new Request(
                                        "PUT",
                                        path(connector) + "/config",
                                        Json.write(new LinkedHashMap<String, Object>(config)),
                                        Effect.SAME_TWICE),
                                200,
                                201)
                        .status()
                == 201;
    }

    /** The state of connector and tasks; empty while the group does not know it yet. */
    @Override
    public Optional<ConnectorStatus> status(String connector) {
        Answer response = workers.send(Request.get(path(connector) + "/status"), 200, NOT_FOUND);
        return response.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(status(JsonTree.asMap(WorkerCalls.json(response)), ""));
    }

    private static ConnectorStatus status(Map<String, @Nullable Object> body, String otherType) {
        Map<String, @Nullable Object> own = JsonTree.asMap(body.get("connector"));
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (Object element : JsonTree.list(body.get("tasks"))) {
            Map<String, @Nullable Object> task = JsonTree.asMap(element);
            tasks.add(new ConnectorStatus.Task(
                    Integer.parseInt(JsonTree.text(task, "id")),
                    JsonTree.text(task, "state"),
                    JsonTree.text(task, "worker_id"),
                    JsonTree.text(task, "trace")));
        }
        String type = JsonTree.text(body, "type");
        return new ConnectorStatus(
                type.isEmpty() ? otherType : type,
                JsonTree.text(own, "state"),
                JsonTree.text(own, "worker_id"),
                JsonTree.text(own, "trace"),
                tasks);
    }

    /** The topics that the connector has used since it was created; empty if there is no such connector. */
    public List<String> activeTopics(String connector) {
        Answer response = workers.send(Request.get(path(connector) + "/topics"), 200, NOT_FOUND);
        if (response.status() == NOT_FOUND) {
            return List.of();
        }
        return JsonTree.list(JsonTree.asMap(
                                JsonTree.asMap(WorkerCalls.json(response)).get(connector))
                        .get("topics"))
                .stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    /** Asks for the connector and its tasks to be paused; they are a moment later. */
    public void pause(String connector) {
        workers.send(new Request("PUT", path(connector) + "/pause", null, Effect.SAME_TWICE), 200, 202, NO_CONTENT);
    }

    /** Asks for a paused connector to go on. */
    public void resume(String connector) {
        workers.send(new Request("PUT", path(connector) + "/resume", null, Effect.SAME_TWICE), 200, 202, NO_CONTENT);
    }

    /** Restarts the connector and its tasks. */
    public void restart(String connector) {
        restart(connector, false);
    }

    /** Restarts what has failed of a connector and its tasks. */
    @Override
    public void restartFailed(String connector) {
        restart(connector, true);
    }

    private void restart(String connector, boolean onlyFailed) {
        int status = workers.send(
                        new Request(
                                "POST",
                                path(connector) + "/restart?includeTasks=true&onlyFailed=" + onlyFailed,
                                "",
                                onlyFailed ? Effect.SAME_TWICE : Effect.NOT_TWICE),
                        200,
                        202,
                        NO_CONTENT)
                .status();
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
        workers.send(
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
    @Override
    public boolean delete(String connector) {
        return workers.send(
                                new Request("DELETE", path(connector), null, Effect.SAME_TWICE),
                                200,
                                202,
                                NO_CONTENT,
                                NOT_FOUND)
                        .status()
                != NOT_FOUND;
    }

    /** The consumer group that Connect gives a sink connector whose settings name no other. */
    public static String group(String connector) {
        return "connect-" + connector;
    }

    /** A name may hold what a path may not; a blank is {@code %20} there, not {@code +}. */
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String path(String connector) {
        return "/connectors/" + encode(connector);
    }
}
