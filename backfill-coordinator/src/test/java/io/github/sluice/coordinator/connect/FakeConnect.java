package io.github.sluice.coordinator.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One worker of Kafka Connect 3.9 as its REST interface shows it: connectors in memory, Connect's own statuses and bodies.
 * It can be told to refuse, to lose an answer after it has done what was asked, and to be silent.
 */
public final class FakeConnect implements AutoCloseable {
    public static final String SINK = "io.github.sluice.connect.StarRocksSinkConnector";

    /** Instead of Connect's own answer. */
    private record Answer(int status, String body) {}

    private static final Answer LOST = new Answer(-1, "");
    private static final Answer SILENCE = new Answer(-2, "");

    private final Map<String, Map<String, Object>> configs = new TreeMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> traces = new HashMap<>();
    private final Map<String, String> faults = new LinkedHashMap<>();
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private @Nullable String authorization;
    private int restartStatus = 202;
    private int validateStatus = 200;

    public FakeConnect() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A connector that runs. */
    public synchronized void has(String name, Map<String, String> config) {
        Map<String, Object> all = new LinkedHashMap<>(config);
        all.putIfAbsent("connector.class", SINK);
        all.putIfAbsent("name", name);
        configs.put(name, all);
    }

    /** Its only task has failed. */
    public synchronized void failed(String name, String trace) {
        states.put(name, "FAILED");
        traces.put(name, trace);
    }

    /** From now on a worker finds this wrong with every configuration that has the key. */
    public synchronized void finds(String key, String message) {
        faults.put(key, message);
    }

    public synchronized void asksFor(String header) {
        authorization = header;
    }

    /** As a worker before Connect 3.0: a restart is one of the connector only. */
    public synchronized void isOld() {
        restartStatus = 204;
    }

    public synchronized void cannotValidate() {
        validateStatus = 500;
    }

    /** The next such request is answered so and does nothing. */
    public synchronized void answers(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
    }

    /** The next such request is done, and its answer is lost. */
    public synchronized void loses(String request) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(LOST);
    }

    /** The next such request is done and never answered. */
    public synchronized void isSilentAt(String request) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(SILENCE);
    }

    /** Method, path and body of every request. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Those that change something. */
    public List<String> changes() {
        return requests().stream()
                .filter(request -> !request.startsWith("GET ") && !request.contains("/config/validate"))
                .toList();
    }

    public synchronized Map<String, Map<String, Object>> configs() {
        return new TreeMap<>(configs);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request + (body.isEmpty() ? "" : " " + body));
        Answer answer;
        synchronized (this) {
            Deque<Answer> planned = answers.getOrDefault(request, new ArrayDeque<>());
            Answer next = planned.poll();
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null && !authorization.equals(header)) {
                answer = new Answer(401, "User cannot access the resource.");
            } else if (next != null && next.status() > 0) {
                answer = next;
            } else {
                answer = answer(
                        exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body);
                answer = next == null ? answer : next;
            }
        }
        if (answer.equals(SILENCE)) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else if (!answer.equals(LOST)) {
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
        exchange.close();
    }

    private Answer answer(String method, String path, String body) {
        String[] parts = path.substring(1).split("/");
        if (path.equals("/connectors")) {
            Map<String, Object> all = new LinkedHashMap<>();
            configs.forEach((name, config) -> all.put(
                    name,
                    Map.of(
                            "info", Map.of("name", name, "config", config, "tasks", List.of(), "type", "sink"),
                            "status", status(name))));
            return new Answer(200, Json.write(all));
        }
        if (path.equals("/connector-plugins")) {
            return new Answer(
                    200,
                    Json.write(List.of(
                            plugin(SINK, "sink"),
                            plugin("io.github.sluice.connect.DecryptTransform", "transformation"))));
        }
        if (parts[0].equals("connector-plugins")) {
            return validated(parts[1], body);
        }
        String name = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        String what = parts.length < 3 ? "" : parts[2];
        boolean there = configs.containsKey(name);
        if (method.equals("PUT") && what.equals("config")) {
            Map<String, Object> config = new LinkedHashMap<>();
            ((Map<?, ?>) Json.parse(body)).forEach((key, value) -> config.put(String.valueOf(key), value));
            if (!config.get("connector.class").equals(SINK)) {
                return error(500, "Failed to find any class that implements Connector");
            }
            if (faults.keySet().stream().anyMatch(config::containsKey)) {
                return error(400, "Connector configuration is invalid and contains the following error(s):\n" + faults);
            }
            configs.put(name, config);
            return new Answer(there ? 200 : 201, Json.write(Map.of("name", name)));
        }
        if (!there) {
            return error(404, "Connector " + name + " not found");
        }
        if (method.equals("DELETE")) {
            configs.remove(name);
            return new Answer(204, "");
        }
        switch (what) {
            case "config":
                return new Answer(200, Json.write(configs.get(name)));
            case "status":
                return new Answer(200, Json.write(status(name)));
            case "pause":
                states.put(name, "PAUSED");
                return new Answer(202, "");
            case "resume":
                states.remove(name);
                return new Answer(202, "");
            case "restart":
                if (restartStatus == 202) {
                    states.remove(name);
                    return new Answer(202, Json.write(status(name)));
                }
                return new Answer(204, "");
            case "tasks":
                states.remove(name);
                return new Answer(204, "");
            default:
                return error(404, "HTTP 404 Not Found");
        }
    }

    private static Map<String, Object> plugin(String name, String type) {
        Map<String, Object> plugin = new LinkedHashMap<>();
        plugin.put("class", name);
        plugin.put("type", type);
        plugin.put("version", "1.0");
        return plugin;
    }

    /** The connector runs; its task is as it was said. */
    private Map<String, Object> status(String name) {
        String state = states.getOrDefault(name, "RUNNING");
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("id", 0);
        task.put("state", state);
        task.put("worker_id", "worker-2:8083");
        if (state.equals("FAILED")) {
            task.put("trace", traces.get(name));
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", name);
        status.put(
                "connector", Map.of("state", state.equals("FAILED") ? "RUNNING" : state, "worker_id", "worker-1:8083"));
        status.put("tasks", List.of(task));
        status.put("type", "sink");
        return status;
    }

    private Answer validated(String connectorClass, String body) {
        if (!connectorClass.equals(SINK)) {
            return error(500, "Failed to find any class that implements Connector");
        }
        if (validateStatus != 200) {
            return error(validateStatus, "Request timed out");
        }
        List<Object> all = new ArrayList<>();
        ((Map<?, ?>) Json.parse(body)).forEach((key, value) -> {
            String type = List.of("starrocks.password", "odd.pin").contains(key) ? "PASSWORD" : "STRING";
            String fault = faults.get(key);
            all.add(Map.of(
                    "definition", Map.of("name", key, "type", type),
                    "value", Map.of("name", key, "errors", fault == null ? List.of() : List.of(fault))));
        });
        return new Answer(200, Json.write(Map.of("name", connectorClass, "error_count", 0, "configs", all)));
    }

    private static Answer error(int status, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error_code", status);
        error.put("message", message);
        return new Answer(status, Json.write(error));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
