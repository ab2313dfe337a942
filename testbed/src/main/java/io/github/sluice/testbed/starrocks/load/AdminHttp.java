package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.starrocks.http.HttpHandler;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fault injection from another process, on a port of its own; no part of StarRocks.
 *
 * <ul>
 *   <li>{@code POST /standin/faults} with {@code {"point":"BEFORE_REPLY","action":"drop","times":1,"labelPrefix":"x",
 *       "operation":"commit"}} plans a fault and answers {@code {"id":N}}. Actions: drop, vanish, pause, dead_backend,
 *       status (with "code"), fail (with "message"), delay (with "millis").
 *   <li>{@code GET /standin/faults} lists all with their hits.
 *   <li>{@code POST /standin/faults/N/release} ends a pause; {@code DELETE /standin/faults} removes all.
 *   <li>{@code POST /standin/clean-labels}, {@code POST /standin/abort-timed-out}, {@code POST /standin/forget-routes}.
 * </ul>
 */
final class AdminHttp implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Faults faults;
    private final Chores chores;

    /** What an operator can trigger besides faults. */
    interface Chores {
        int cleanLabels();

        void abortTimedOut();

        void forgetRoutes();
    }

    AdminHttp(Faults faults, Chores chores) {
        this.faults = faults;
        this.chores = chores;
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        String action = request.method() + " " + String.join("/", request.path());
        switch (action) {
            case "GET standin/faults" -> {
                return list();
            }
            case "POST standin/faults" -> {
                return plan(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            case "DELETE standin/faults" -> {
                faults.clear();
                return HttpResponse.json(200, "{}");
            }
            case "POST standin/clean-labels" -> {
                return HttpResponse.json(200, "{\"removed\": " + chores.cleanLabels() + "}");
            }
            case "POST standin/abort-timed-out" -> {
                chores.abortTimedOut();
                return HttpResponse.json(200, "{}");
            }
            case "POST standin/forget-routes" -> {
                chores.forgetRoutes();
                return HttpResponse.json(200, "{}");
            }
            default -> {
                return action.matches("POST standin/faults/[0-9]{1,9}/release")
                        ? release(Integer.parseInt(request.path().get(2)))
                        : HttpResponse.text(404, "unknown: " + action + "\n");
            }
        }
    }

    private HttpResponse release(int id) {
        Faults.Planned planned = faults.byId(id);
        if (planned == null) {
            return HttpResponse.text(404, "no fault " + id + "\n");
        }
        planned.release();
        return HttpResponse.json(200, "{}");
    }

    private HttpResponse list() {
        List<String> entries = new ArrayList<>();
        for (Faults.Planned planned : faults.all()) {
            entries.add(new JsonReply(JsonReply.FRONTEND)
                    .add("id", planned.id())
                    .add("hits", planned.hits())
                    .add("fault", planned.fault().toString())
                    .toString());
        }
        return HttpResponse.json(200, entries.toString());
    }

    private HttpResponse plan(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            FaultPoint point = FaultPoint.valueOf(json.path("point").asText().toUpperCase(Locale.ROOT));
            Fault fault = Fault.at(point, action(json))
                    .times(json.path("times").asInt(1))
                    .forLabels(json.path("labelPrefix").asText(""))
                    .forOperation(json.path("operation").asText(""));
            return HttpResponse.json(200, "{\"id\": " + faults.plan(fault).id() + "}");
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return HttpResponse.text(400, e.getMessage() + "\n");
        }
    }

    private static Fault.Action action(JsonNode json) {
        return switch (json.path("action").asText()) {
            case "drop" -> new Fault.Action.Drop();
            case "vanish" -> new Fault.Action.Vanish();
            case "pause" -> new Fault.Action.Pause();
            case "dead_backend" -> new Fault.Action.DeadBackend();
            case "status" -> new Fault.Action.Status(json.path("code").asInt(503));
            case "fail" -> new Fault.Action.Fail(json.path("message").asText("fault injected"));
            case "delay" ->
                new Fault.Action.Delay(Duration.ofMillis(json.path("millis").asLong(1000)));
            default ->
                throw new IllegalArgumentException(
                        "action: must be drop, vanish, pause, dead_backend, status, fail or delay, found '"
                                + json.path("action").asText() + "'");
        };
    }
}
