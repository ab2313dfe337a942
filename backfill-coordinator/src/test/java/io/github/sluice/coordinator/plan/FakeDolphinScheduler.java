package io.github.sluice.coordinator.plan;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sluice.coordinator.DolphinVersion;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The API server of one version, as far as workflows are made through it (dolphinscheduler.md 4.3). It is stricter than the
 * real ones: a field that the version does not know is refused too.
 */
final class FakeDolphinScheduler implements AutoCloseable {
    static final String TOKEN = "3f0c5cd8f6b84f3c9a2b4d1e7a6f0b9c";
    static final long PROJECT = 8_801_234_567_890L;

    private static final List<String> TASK_FIELDS = List.of(
            "code",
            "name",
            "taskType",
            "taskParams",
            "flag",
            "isCache",
            "taskPriority",
            "workerGroup",
            "environmentCode",
            "failRetryTimes",
            "failRetryInterval",
            "timeoutFlag",
            "timeout",
            "cpuQuota",
            "memoryMax",
            "taskExecuteType");
    private static final List<String> RELATION_FIELDS = List.of(
            "preTaskCode", "preTaskVersion", "postTaskCode", "postTaskVersion", "conditionType", "conditionParams");

    /** One workflow of the project. */
    static final class Made {
        final long code;
        int version = 1;
        boolean online;
        Map<String, String> fields;

        Made(long code, Map<String, String> fields) {
            this.code = code;
            this.fields = fields;
        }
    }

    private record Answer(int status, Map<String, Object> body) {}

    private final DolphinVersion version;
    private final HttpServer server;
    private final Map<String, Made> workflows = new TreeMap<>();
    private final Set<Long> codes = new HashSet<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private long next = 9_900_000_000_000L;
    private int brokenStatus;

    FakeDolphinScheduler(DolphinVersion version) throws IOException {
        this.version = version;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/dolphinscheduler/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/dolphinscheduler";
    }

    /** From now on every request is answered with this status. */
    void breaks(int status) {
        brokenStatus = status;
    }

    synchronized Map<String, Made> workflows() {
        return new TreeMap<>(workflows);
    }

    /** Method and path of every request that changes something, whether it was taken or not. */
    List<String> changes() {
        return requests.stream().filter(request -> !request.startsWith("GET ")).toList();
    }

    private String kind() {
        return version.atLeast(DolphinVersion.V3_3_0) ? "workflow" : "process";
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath().substring("/dolphinscheduler".length());
        String method = exchange.getRequestMethod();
        requests.add(method + " " + path);
        Answer answer;
        if (brokenStatus != 0) {
            answer = new Answer(brokenStatus, Map.of());
        } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("token"))) {
            answer = new Answer(401, Map.of());
        } else {
            String query = method.equals("GET") ? exchange.getRequestURI().getRawQuery() : body;
            answer = answer(method, path, fields(query));
        }
        byte[] bytes = answer.body().isEmpty()
                ? new byte[0]
                : Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static Map<String, String> fields(@Nullable String encoded) {
        Map<String, String> fields = new TreeMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            for (String pair : encoded.split("&")) {
                String[] both = pair.split("=", 2);
                fields.put(
                        URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private synchronized Answer answer(String method, String path, Map<String, String> fields) {
        String project = "/projects/" + PROJECT;
        String base = project + "/" + kind() + "-definition";
        if (method.equals("GET") && path.equals("/projects")) {
            List<Object> found = new ArrayList<>();
            for (String name : List.of("shop2", "shop")) {
                if (name.contains(fields.getOrDefault("searchVal", ""))) {
                    found.add(Map.of("code", name.equals("shop") ? PROJECT : 1L, "name", name));
                }
            }
            return success(Map.of("totalList", found, "total", (long) found.size()));
        }
        if (method.equals("GET") && path.equals(base + "/query-by-name")) {
            Made made = workflows.get(fields.get("name"));
            if (made == null) {
                return refused(50003, kind() + " definition " + fields.get("name") + " does not exist");
            }
            return success(Map.of(
                    kind() + "Definition",
                    Map.of("code", made.code, "releaseState", made.online ? "ONLINE" : "OFFLINE")));
        }
        boolean grown = method.equals("GET")
                && ((path.equals("/k8s-namespace/available-list") && version.atLeast(DolphinVersion.V3_0_6))
                        || (path.equals("/cluster/query-cluster-list") && version.atLeast(DolphinVersion.V3_1_9))
                        || (path.equals(project + "/project-parameter") && version.atLeast(DolphinVersion.V3_2_0)));
        if (grown) {
            return success(List.of());
        }
        if (method.equals("GET") && path.equals(project + "/task-definition/gen-task-codes")) {
            List<Object> fresh = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(fields.get("genNum")); i++) {
                codes.add(++next);
                fresh.add(next);
            }
            return success(fresh);
        }
        if (method.equals("POST") && path.equals(base)) {
            return create(fields);
        }
        if (method.equals("PUT") && path.startsWith(base + "/")) {
            return update(made(path.substring(base.length() + 1)), fields);
        }
        if (method.equals("POST") && path.startsWith(base + "/") && path.endsWith("/release")) {
            return release(made(path.substring(base.length() + 1, path.length() - "/release".length())), fields);
        }
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("timestamp", "2024-10-18T19:00:41.000+08:00");
        none.put("status", 404L);
        none.put("error", "Not Found");
        none.put("path", path);
        return new Answer(404, none);
    }

    private @Nullable Made made(String code) {
        return workflows.values().stream()
                .filter(made -> String.valueOf(made.code).equals(code))
                .findFirst()
                .orElse(null);
    }

    private Answer create(Map<String, String> fields) {
        Answer fault = fault(fields, version.atLeast(DolphinVersion.V3_1_9));
        if (fault != null) {
            return fault;
        }
        String name = fields.get("name");
        if (workflows.containsKey(name)) {
            return refused(10168, kind() + " definition name " + name + " already exists");
        }
        Made made = new Made(++next, fields);
        workflows.put(name, made);
        Answer done = success(Map.of("id", 1L, "code", made.code, "name", name));
        return new Answer(201, done.body());
    }

    private Answer update(@Nullable Made made, Map<String, String> fields) {
        Answer fault = fault(fields, false);
        if (fault != null) {
            return fault;
        }
        if (made == null) {
            return refused(50003, "does not exist");
        }
        if (made.online) {
            return refused(50008, kind() + " definition is online and cannot be edited");
        }
        made.fields = fields;
        made.version++;
        return success(Map.of("code", made.code));
    }

    private Answer release(@Nullable Made made, Map<String, String> fields) {
        if (made == null) {
            return refused(50003, "does not exist");
        }
        String state = fields.get("releaseState");
        if (state == null || !state.matches("ONLINE|OFFLINE") || fields.size() != 1) {
            return refused(10001, "request parameter releaseState is not valid");
        }
        made.online = state.equals("ONLINE");
        return success(true);
    }

    /** What this version finds wrong with a definition. */
    private @Nullable Answer fault(Map<String, String> fields, boolean othersToo) {
        Set<String> mandatory = new HashSet<>(Set.of("name", "taskRelationJson", "taskDefinitionJson"));
        Set<String> known = new HashSet<>(Set.of("description", "globalParams", "locations", "timeout"));
        if (!version.atLeast(DolphinVersion.V3_2_0)) {
            mandatory.add("tenantCode");
        }
        if (version.atLeast(DolphinVersion.V3_0_6)) {
            known.add("executionType");
        }
        if (othersToo) {
            known.add("otherParamsJson");
        }
        known.addAll(mandatory);
        for (String field : mandatory) {
            if (!fields.containsKey(field)) {
                return refused(10001, "Required request parameter '" + field + "' is not present");
            }
        }
        for (String field : fields.keySet()) {
            if (!known.contains(field)) {
                return refused(10001, "unknown request parameter '" + field + "'");
            }
        }
        if (!"default".equals(fields.getOrDefault("tenantCode", "default"))) {
            return refused(10017, "tenant not exists");
        }
        String wrong = wrong(fields);
        return wrong.isEmpty() ? null : refused(50036, wrong);
    }

    /** What is missing in the lists of tasks and relations. */
    private String wrong(Map<String, String> fields) {
        Set<Long> tasks = new HashSet<>();
        for (Object one : list(fields.get("taskDefinitionJson"))) {
            Map<?, ?> task = (Map<?, ?>) one;
            for (String field : TASK_FIELDS) {
                if (task.get(field) == null) {
                    return "task " + task.get("name") + " lacks " + field;
                }
            }
            if (!(task.get("taskParams") instanceof Map<?, ?> shell) || !(shell.get("rawScript") instanceof String)) {
                return "task " + task.get("name") + " parameter invalid";
            }
            if (!codes.contains(task.get("code"))) {
                return "task " + task.get("name") + " has a code of another server: " + task.get("code");
            }
            if (task.containsKey("id")) {
                return "task " + task.get("name") + " has an id of another server";
            }
            tasks.add((Long) task.get("code"));
        }
        boolean begins = false;
        for (Object one : list(fields.get("taskRelationJson"))) {
            Map<?, ?> relation = (Map<?, ?>) one;
            for (String field : RELATION_FIELDS) {
                if (relation.get(field) == null) {
                    return "a relation lacks " + field;
                }
            }
            boolean first = relation.get("preTaskCode").equals(0L);
            begins |= first;
            if (!tasks.contains(relation.get("postTaskCode"))
                    || !(first || tasks.contains(relation.get("preTaskCode")))) {
                return "a relation names a task that is not there";
            }
        }
        for (Object place : list(fields.get("locations"))) {
            if (!tasks.contains(((Map<?, ?>) place).get("taskCode"))) {
                return "a place is of a task that is not there";
            }
        }
        for (Object parameter : list(fields.get("globalParams"))) {
            if (!((Map<?, ?>) parameter).keySet().containsAll(List.of("prop", "direct", "type", "value"))) {
                return "a global parameter is not whole";
            }
        }
        return begins ? "" : "no task comes first";
    }

    private static List<?> list(@Nullable String json) {
        return Json.parse(String.valueOf(json)) instanceof List<?> list ? list : List.of();
    }

    private static Answer success(Object data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", 0L);
        body.put("msg", "success");
        body.put("data", data);
        body.put("failed", false);
        body.put("success", true);
        return new Answer(200, body);
    }

    private static Answer refused(long code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("msg", message);
        body.put("failed", true);
        body.put("success", false);
        return new Answer(200, body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
