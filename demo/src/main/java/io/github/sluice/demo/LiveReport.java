package io.github.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sluice.demo.StepTimes.StepTime;
import io.github.sluice.demo.live.ChangeKind;
import io.github.sluice.demo.live.ChangeLog;
import io.github.sluice.demo.live.Lags;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run with live changes has shown, for people and for machines. */
final class LiveReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What {@code sluice verify} said.
     *
     * @param rows compared, all tables together
     * @param differing rows that differ
     */
    record Verified(int exitCode, long rows, long differing, JsonNode tables) {
        static Verified of(SluiceCommand.Result result) throws IOException {
            JsonNode tables = JSON.readTree(result.output()).path("tables");
            long rows = 0;
            long differing = 0;
            for (JsonNode table : tables) {
                rows += table.path("compared").path("rows").asLong();
                differing += table.path("compared").path("differing").asLong();
            }
            return new Verified(result.exitCode(), rows, differing, tables);
        }
    }

    private final ChangeLog changes;
    private final StepTimes times;
    private final @Nullable Lags lags;
    private final @Nullable Verified verified;
    private final List<Isolation.Attempt> isolation;

    LiveReport(
            ChangeLog changes,
            StepTimes times,
            @Nullable Lags lags,
            @Nullable Verified verified,
            List<Isolation.Attempt> isolation) {
        this.changes = changes;
        this.times = times;
        this.lags = lags;
        this.verified = verified;
        this.isolation = List.copyOf(isolation);
    }

    private Map<ChangeKind, Long> counts(StepTime step) {
        return changes.between(step.table(), step.from(), step.to());
    }

    private static double seconds(StepTime step) {
        return Duration.between(step.from(), step.to()).toMillis() / 1000.0;
    }

    /** A row moves between shards, so only where there are any. */
    private static boolean applies(ChangeKind kind, String table) {
        return kind != ChangeKind.MOVE || table.equals(DemoProject.ORDERS);
    }

    String text() {
        StringBuilder text = new StringBuilder("\nWhat the writer committed while each step ran:\n");
        text.append(String.format(Locale.ROOT, "%-22s%-10s%9s", "table", "step", "seconds"));
        for (ChangeKind kind : ChangeKind.values()) {
            text.append(String.format(Locale.ROOT, "%10s", kind.name().toLowerCase(Locale.ROOT)));
        }
        text.append('\n');
        for (StepTime step : times.steps()) {
            text.append(String.format(Locale.ROOT, "%-22s%-10s%9.1f", step.table(), step.step(), seconds(step)));
            counts(step)
                    .forEach((kind, count) -> text.append(
                            applies(kind, step.table())
                                    ? String.format(Locale.ROOT, "%,10d", count)
                                    : String.format("%10s", "-")));
            text.append('\n');
        }
        text.append(
                String.format(Locale.ROOT, "%nWriter: %,d changes, %.0f a second%n", changes.size(), changes.rate()));
        if (lags != null) {
            text.append("From MySQL's commit to StarRocks' query, after CUT OVER: ")
                    .append(lags)
                    .append('\n');
        }
        if (verified != null) {
            for (JsonNode table : verified.tables()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-22s%-8s %,d rows compared, %,d differ%n",
                        table.path("table").asText(),
                        table.path("compared").path("verdict").asText("UNKNOWN"),
                        table.path("compared").path("rows").asLong(),
                        table.path("compared").path("differing").asLong()));
            }
            text.append(String.format(
                    Locale.ROOT,
                    "After the writer's end: %,d rows compared, %,d differing rows%n",
                    verified.rows(),
                    verified.differing()));
        }
        return text.toString();
    }

    /** @param result the JSON of {@code sluice run} */
    String json(String result) throws IOException {
        ObjectNode root = JSON.readTree(result) instanceof ObjectNode object ? object : JSON.createObjectNode();
        ObjectNode writer = root.putObject("writer");
        writer.put("changes", changes.size()).put("perSecond", changes.rate());
        ArrayNode steps = root.putArray("steps");
        for (StepTime step : times.steps()) {
            ObjectNode one = steps.addObject();
            one.put("table", step.table())
                    .put("step", step.step())
                    .put("from", step.from().toString())
                    .put("to", step.to().toString());
            ObjectNode kinds = one.putObject("changes");
            counts(step).forEach((kind, count) -> {
                if (applies(kind, step.table())) {
                    kinds.put(kind.name(), count);
                }
            });
        }
        if (lags != null) {
            root.putObject("lag")
                    .put("samples", lags.millis().size())
                    .put("p50Ms", lags.percentile(50))
                    .put("p99Ms", lags.percentile(99))
                    .put("mostMs", lags.percentile(100));
        }
        if (verified != null) {
            root.putObject("verify")
                    .put("exitCode", verified.exitCode())
                    .put("rows", verified.rows())
                    .put("differing", verified.differing())
                    .set("tables", verified.tables());
        }
        if (!isolation.isEmpty()) {
            ArrayNode attempts = root.putArray("isolation");
            for (Isolation.Attempt attempt : isolation) {
                attempts.addObject()
                        .put("from", attempt.from().word())
                        .put("to", attempt.what())
                        .put("address", attempt.address())
                        .put("reached", attempt.reached())
                        .put("answer", attempt.answer());
            }
        }
        return JSON.writeValueAsString(root) + "\n";
    }
}
