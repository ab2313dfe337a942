package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.journal.StepTime;
import io.github.sluice.coordinator.run.LiveState;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code sluice status}: what this half's journal knows; works beside a running half. Only for tables with live changes it
 * asks Kafka and Kafka Connect how far they are, and says so where it cannot.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the steps of every table as this half's journal has them.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Journal journal = Journal.open(common.journal(settings), settings.name());
        PrintWriter out = spec.commandLine().getOut();
        List<Object> all = new ArrayList<>();
        for (Table table : common.tables(settings)) {
            Optional<Attempt> attempt = journal.latestAttempt(table.target());
            Map<String, Object> steps = new LinkedHashMap<>();
            for (Step step : Step.values()) {
                Optional<StepEntry> entry = attempt.flatMap(known -> journal.step(known, step.word()));
                steps.put(step.word(), describe(settings, step, entry));
            }
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("table", table.target());
            one.put("attempt", attempt.map(Attempt::number).orElse(0));
            one.put("steps", steps);
            one.put("times", attempt.map(known -> times(journal.times(known))).orElse(Map.of()));
            Map<String, @Nullable Object> live = new LiveState(settings)
                    .of(table, attempt.map(journal::steps).orElse(List.of()));
            if (!live.isEmpty()) {
                one.put("live", live);
            }
            all.add(one);
            if (!common.json()) {
                out.println(table.target() + "  "
                        + Messages.system()
                                .of("attempt", attempt.map(Attempt::number).orElse(0)));
                steps.forEach((step, state) -> out.println("  " + step + ": " + state));
                live.forEach((part, state) -> out.println("  " + part + ": " + Json.write(state)));
            }
        }
        if (common.json()) {
            out.println(Json.write(all));
        }
        out.flush();
        publish(settings, journal);
        return ExitCode.DONE.number();
    }

    /** DONE when every table has come to the last step, FAILED when one has failed on the way, else OPEN. */
    private void publish(SluiceSettings settings, Journal journal) {
        Step last = Step.last(settings.streamer() != null);
        List<Table> tables = common.tables(settings);
        List<String> failed = new ArrayList<>();
        int done = 0;
        for (Table table : tables) {
            List<StepEntry> steps =
                    journal.latestAttempt(table.target()).map(journal::steps).orElse(List.of());
            if (steps.stream().anyMatch(step -> step.state() == StepState.FAILED)) {
                failed.add(table.target());
            } else if (steps.stream()
                    .anyMatch(step -> step.step().equals(last.word()) && step.state() == StepState.DONE)) {
                done++;
            }
        }
        common.values().tables(tables.size(), failed);
        common.values().verdict(!failed.isEmpty() ? "FAILED" : done == tables.size() ? "DONE" : "OPEN");
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

    private static String describe(SluiceSettings settings, Step step, Optional<StepEntry> entry) {
        if (step.live() && settings.streamer() == null) {
            return Messages.system().of("state.LATER");
        }
        return entry.map(known -> Messages.system().of("state." + known.state().name())
                        + (known.message().isEmpty() ? "" : " " + known.code().number() + " " + known.message()))
                .orElse(Messages.system().of("state.OPEN"));
    }
}
