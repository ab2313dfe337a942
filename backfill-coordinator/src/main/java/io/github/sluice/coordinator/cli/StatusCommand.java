package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.run.Progress;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice status}: what this half's journal knows, and how far a running process is; works beside it. Only for tables
 * with live changes it asks Kafka and Kafka Connect how far they are, and says so where it cannot.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the steps of every table as this half's journal has them, and how far a run on this machine is.",
        })
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--no-live",
            description = "Do not ask Kafka and Kafka Connect for the streams' lag; journal and progress alone.")
    private boolean noLive;

    @Option(names = "--watch", description = "Go on showing it until it is interrupted.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = ShortDuration.class,
            description = "How often --watch looks (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(2);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Journal journal = Journal.openToRead(common.journal(settings), settings.name());
        PrintWriter out = spec.commandLine().getOut();
        boolean redraw = watch && !common.json() && System.console() != null && !"dumb".equals(System.getenv("TERM"));
        int drawn = 0;
        while (true) {
            Map<String, Journal.Overview> known = journal.overview();
            String text = look(settings, known);
            // cursor up to where the last block began, and all below it cleared
            out.print(redraw && drawn > 0 ? "\u001b[" + drawn + "A\u001b[J" + text : text);
            out.flush();
            drawn = (int) text.lines().count();
            if (!watch) {
                publish(settings, known);
                return ExitCode.DONE.number();
            }
            if (!redraw && !common.json()) {
                out.println();
            }
            Pause.SLEEP.pause(interval);
        }
    }

    private String look(SluiceSettings settings, Map<String, Journal.Overview> known) {
        Map<String, List<Progress>> progress = Progress.read(settings.stateFolder());
        List<TableStatus> all = new ArrayList<>();
        for (Table table : common.tables(settings)) {
            all.add(TableStatus.of(
                    settings,
                    table,
                    known.get(table.target()),
                    progress.getOrDefault(table.target(), List.of()),
                    !noLive));
        }
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        if (common.json()) {
            List<Map<String, @Nullable Object>> json =
                    all.stream().map(TableStatus::json).toList();
            out.println(Json.write(json));
        } else if (watch) {
            TableStatus.printTable(out, all);
        } else {
            all.forEach(table -> table.print(out));
        }
        out.flush();
        return text.toString();
    }

    /** DONE when every table has come to the last step, FAILED when one has failed on the way, else OPEN. */
    private void publish(SluiceSettings settings, Map<String, Journal.Overview> known) {
        Step last = Step.last(settings.streamer() != null);
        List<Table> tables = common.tables(settings);
        List<String> failed = new ArrayList<>();
        int done = 0;
        for (Table table : tables) {
            Journal.Overview overview = known.get(table.target());
            List<StepEntry> steps = overview == null ? List.of() : overview.steps();
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
}
