package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.journal.StepTime;
import io.github.sluice.coordinator.run.LiveState;
import io.github.sluice.coordinator.run.Progress;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One table as {@code sluice status} shows it: the journal's word on its steps, a running process's on what moves. */
record TableStatus(
        SluiceSettings settings,
        Table table,
        Journal.@Nullable Overview known,
        List<Progress> progress,
        Map<String, @Nullable Object> live,
        Map<?, ?> snapshot) {

    /** @param withLive whether Kafka and Kafka Connect are asked about streams */
    static TableStatus of(
            SluiceSettings settings,
            Table table,
            Journal.@Nullable Overview known,
            List<Progress> progress,
            boolean withLive) {
        Map<String, @Nullable Object> live =
                withLive ? new LiveState(settings).of(table, known == null ? List.of() : known.steps()) : Map.of();
        return new TableStatus(settings, table, known, progress, live, evidence(known, Step.SNAPSHOT));
    }

    private int attempt() {
        return known == null ? 0 : known.attempt().number();
    }

    private Optional<StepEntry> entry(Step step) {
        return known == null
                ? Optional.empty()
                : known.steps().stream()
                        .filter(entry -> entry.step().equals(step.word()))
                        .findFirst();
    }

    private Map<String, Object> steps() {
        Map<String, Object> steps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            steps.put(step.word(), describe(step));
        }
        return steps;
    }

    private String describe(Step step) {
        if (step.live() && settings.streamer() == null) {
            return Messages.system().of("state.LATER");
        }
        return entry(step)
                .map(found -> Messages.system().of("state." + found.state().name())
                        + (found.message().isEmpty() ? "" : " " + found.code().number() + " " + found.message()))
                .orElse(Messages.system().of("state.OPEN"));
    }

    /** The evidence of a step that is done; of a snapshot it is long, so that it is parsed once. */
    private static Map<?, ?> evidence(Journal.@Nullable Overview known, Step step) {
        if (known == null) {
            return Map.of();
        }
        return known.steps().stream()
                .filter(entry -> entry.step().equals(step.word()) && entry.state() == StepState.DONE)
                .findFirst()
                .map(entry -> Json.parse(entry.evidence()) instanceof Map<?, ?> map ? map : Map.of())
                .orElse(Map.of());
    }

    private Optional<Long> manifest(String name) {
        return snapshot.get("manifest") instanceof Map<?, ?> manifest && manifest.get(name) instanceof Long number
                ? Optional.of(number)
                : Optional.empty();
    }

    private Optional<Long> targetRows() {
        return evidence(known, Step.VERIFY).get("targetRows") instanceof Long number
                ? Optional.of(number)
                : Optional.empty();
    }

    private Optional<Progress> moving(Step step) {
        return progress.stream()
                .filter(one -> one.step().equals(step.word()) && one.state() == Progress.State.RUNNING)
                .findFirst();
    }

    private @Nullable Long copied() {
        return moving(Step.SNAPSHOT)
                .map(Progress::rows)
                .or(() -> manifest("pulled"))
                .orElse(null);
    }

    private @Nullable Long expected() {
        return moving(Step.SNAPSHOT)
                .map(Progress::total)
                .filter(total -> total > 0)
                .or(() -> manifest("pulled"))
                .orElse(null);
    }

    private @Nullable Long acked() {
        return manifest("acked").orElse(null);
    }

    private @Nullable Long loaded() {
        return moving(Step.LOAD).map(Progress::rows).or(() -> targetRows()).orElse(null);
    }

    /** What the connector of the stream is behind; null where nobody asked or nobody knows. */
    private @Nullable Long lag() {
        return live.get("connector") instanceof Map<?, ?> connector && connector.get("behind") instanceof Long behind
                ? behind
                : null;
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("table", table.target());
        one.put("attempt", attempt());
        one.put("copied", copied());
        one.put("expected", expected());
        one.put("acked", acked());
        one.put("loaded", loaded());
        one.put("lag", lag());
        one.put("now", progress.stream().map(TableStatus::json).toList());
        one.put("steps", steps());
        one.put("times", known == null ? Map.of() : times(known.times()));
        if (!live.isEmpty()) {
            one.put("live", live);
        }
        return one;
    }

    private static Map<String, @Nullable Object> json(Progress progress) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("half", progress.half());
        one.put("step", progress.step());
        one.put("state", progress.state().name());
        one.put("reason", progress.reason());
        one.put("rows", progress.rows());
        one.put("total", progress.total());
        one.put(
                "rowsPerSecond",
                progress.rate().isPresent() ? Math.round(progress.rate().getAsDouble()) : null);
        one.put(
                "secondsLeft",
                progress.secondsLeft().isPresent() ? progress.secondsLeft().getAsLong() : null);
        one.put("since", progress.since().toString());
        one.put("at", progress.at().toString());
        return one;
    }

    private static Map<String, Object> times(Map<String, StepTime> known) {
        Map<String, Object> times = new LinkedHashMap<>();
        known.forEach((step, time) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("startedAt", time.startedAt().toString());
            one.put("endedAt", time.endedAt() == null ? null : time.endedAt().toString());
            times.put(step, one);
        });
        return times;
    }

    void print(PrintWriter out) {
        out.println(table.target() + "  " + Messages.system().of("attempt", attempt()));
        progress.forEach(one -> out.println("  " + now(one)));
        steps().forEach((step, state) -> out.println("  " + step + ": " + state));
        live.forEach((part, state) -> out.println("  " + part + ": " + Json.write(state)));
    }

    private static String now(Progress one) {
        String state = Messages.system().of("now." + one.state().name(), one.reason());
        return one.half() + " " + Messages.system().of("step." + one.step()) + ": " + state + figures(one);
    }

    private static String figures(Progress one) {
        String text =
                one.rows() == 0 ? "" : " " + number(one.rows()) + (one.total() > 0 ? "/" + number(one.total()) : "");
        if (one.rate().isPresent()) {
            text += " " + number(Math.round(one.rate().getAsDouble())) + "/s";
        }
        if (one.secondsLeft().isPresent()) {
            text += " ETA " + clock(one.secondsLeft().getAsLong());
        }
        return text;
    }

    /** One line for each table, for a screen that is looked at for hours. */
    static void printTable(PrintWriter out, List<TableStatus> all) {
        Messages words = Messages.system();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                words.of("column.table"),
                words.of("column.copied"),
                words.of("column.acked"),
                words.of("column.loaded"),
                words.of("column.lag"),
                words.of("column.state")));
        for (TableStatus one : all) {
            Long copied = one.copied();
            Long expected = one.expected();
            lines.add(List.of(
                    one.table().target(),
                    cell(copied) + (copied == null || expected == null ? "" : "/" + number(expected)),
                    cell(one.acked()),
                    cell(one.loaded()),
                    cell(one.lag()),
                    one.state()));
        }
        TextTable.printTexts(out, lines);
    }

    /** What moves, else what holds it, else the last step that the journal has. */
    private String state() {
        Optional<Progress> told = progress.stream()
                .filter(one -> one.state() != Progress.State.WAITING)
                .min((one, other) -> one.state().compareTo(other.state()));
        if (told.isPresent()) {
            return now(told.get());
        }
        String last = Messages.system().of("state.OPEN");
        for (Step step : Step.values()) {
            if (entry(step).isPresent()) {
                last = Messages.system().of("step." + step.word()) + ": " + describe(step);
            }
        }
        return last;
    }

    private static String cell(@Nullable Long number) {
        return number == null ? "-" : number(number);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String clock(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
