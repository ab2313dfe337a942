package io.github.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When each step of each table ran, as the journals of the halves have it. */
record StepTimes(List<StepTime> steps) {
    /** A step of a table; {@code to} is exclusive. */
    record StepTime(String table, String step, Instant from, Instant to) {}

    /** Reads what {@code sluice status --output json} printed, in each half or once. */
    static StepTimes of(List<SluiceCommand.Result> status) throws IOException {
        Map<String, List<StepTime>> tables = new LinkedHashMap<>();
        for (SluiceCommand.Result half : status) {
            for (JsonNode table : new ObjectMapper().readTree(half.output())) {
                String name = table.path("table").asText();
                table.path("times").fields().forEachRemaining(step -> {
                    // the journal also keeps what is said in a moment, such as the sign-off
                    if (table.path("steps").has(step.getKey())
                            && step.getValue().path("endedAt").isTextual()) {
                        tables.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(new StepTime(
                                        name,
                                        step.getKey(),
                                        Instant.parse(step.getValue()
                                                .path("startedAt")
                                                .asText()),
                                        Instant.parse(
                                                step.getValue().path("endedAt").asText())));
                    }
                });
            }
        }
        List<StepTime> all = new ArrayList<>();
        tables.values().forEach(steps -> {
            steps.sort(Comparator.comparing(StepTime::from));
            all.addAll(steps);
        });
        return new StepTimes(List.copyOf(all));
    }
}
