package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.report.Gap;
import io.github.sluice.coordinator.report.HtmlReport;
import io.github.sluice.coordinator.report.JUnitReport;
import io.github.sluice.coordinator.report.JsonReport;
import io.github.sluice.coordinator.report.ReportCollector;
import io.github.sluice.coordinator.report.ReportFile;
import io.github.sluice.coordinator.report.ReportWords;
import io.github.sluice.coordinator.report.RunReport;
import io.github.sluice.coordinator.report.TableReport;
import io.github.sluice.coordinator.run.LiveState;
import io.github.sluice.coordinator.sample.SampleFolder;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice report}: what a run has done and proven, as a page, as JSON, and for CI servers. Reads this half's journal
 * and what the control topic knows; works on one half alone and beside a running one. Changes nothing but the files that
 * it is told to write.
 */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what a run has done and proven: tables, evidence, timings, plots.",
            "Without a file it prints a summary; with --output json the whole report.",
            "Ends with 0 whatever the report says; --junit is for those who want a colour."
        })
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--html", paramLabel = "FILE", description = "One page for people; needs no network and no script.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "The same for programs.")
    private @Nullable Path json;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description =
                    "JUnit's XML: a test case per table and hop; a difference fails, what is not known is an error.")
    private @Nullable Path junit;

    @Option(names = "--offline", description = "Ask neither Kafka nor Kafka Connect: this half's journal alone.")
    private boolean offline;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        RunReport report = collect(settings);
        ReportWords words = ReportWords.in(Messages.system().locale(), ZoneId.systemDefault());
        List<Path> written = new ArrayList<>();
        write(html, new HtmlReport(report, words)::write, written);
        write(json, new JsonReport(report)::write, written);
        write(junit, new JUnitReport(report, words)::write, written);
        print(report, words, written);
        return ExitCode.DONE.number();
    }

    private static void write(@Nullable Path file, Consumer<Appendable> content, List<Path> written) {
        if (file != null) {
            ReportFile.write(file, content);
            written.add(file);
        }
    }

    private void print(RunReport report, ReportWords words, List<Path> written) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            new JsonReport(report).write(out);
        } else {
            out.println(report.run() + ": " + words.counts(report));
            List<List<String>> lines = new ArrayList<>();
            for (TableReport table : report.tables()) {
                lines.add(List.of(
                        table.table(), words.verdict(table.verdict()), words.state(table), words.failure(table)));
            }
            TextTable.print(out, lines);
            written.forEach(file -> out.println(words.written() + " " + file));
        }
        out.flush();
    }

    private RunReport collect(SluiceSettings settings) {
        List<Gap> gaps = new ArrayList<>();
        Optional<Journal> journal = Optional.empty();
        if (Journal.exists(common.journal(settings))) {
            journal = Optional.of(Journal.open(common.journal(settings), settings.name()));
        } else {
            gaps.add(new Gap(Gap.Kind.NO_JOURNAL));
        }
        if (offline) {
            gaps.add(new Gap(Gap.Kind.OFFLINE));
            return collect(settings, journal, (table, step) -> Optional.empty(), (table, steps) -> Map.of(), gaps);
        }
        try (ControlTopic control = control(settings, gaps)) {
            boolean reached = gaps.stream().noneMatch(gap -> gap.kind() == Gap.Kind.CONTROL_UNREADABLE);
            LiveState live = new LiveState(settings);
            return collect(
                    settings,
                    journal,
                    control == null ? (table, step) -> Optional.empty() : control::newest,
                    reached ? live::of : (table, steps) -> Map.of(),
                    gaps);
        }
    }

    private RunReport collect(
            SluiceSettings settings,
            Optional<Journal> journal,
            ReportCollector.Said said,
            ReportCollector.Live live,
            List<Gap> gaps) {
        return new ReportCollector(
                        settings.name(),
                        settings.streamer() != null,
                        journal,
                        said,
                        live,
                        SampleFolder.of(settings),
                        gaps)
                .collect(common.tables(settings), Clock.systemUTC(), version());
    }

    /** Null, with a gap that says why, where it is not there or cannot be read. */
    private static @Nullable ControlTopic control(SluiceSettings settings, List<Gap> gaps) {
        try {
            Optional<ControlTopic> control = ControlTopic.openIfThere(
                    new KafkaClients(settings.kafka()),
                    settings.control().topic(),
                    settings.name(),
                    References.keyRing(settings).root());
            if (control.isEmpty()) {
                gaps.add(new Gap(
                        Gap.Kind.NO_CONTROL_TOPIC, "", settings.control().topic()));
            }
            return control.orElse(null);
        } catch (Failure unreadable) {
            gaps.add(new Gap(Gap.Kind.CONTROL_UNREADABLE, "", unreadable.getMessage()));
            return null;
        }
    }

    /** Without the program's name. */
    private String version() {
        String[] version = spec.root().version();
        return version.length == 0 ? "" : version[0].replace("sluice ", "");
    }
}
