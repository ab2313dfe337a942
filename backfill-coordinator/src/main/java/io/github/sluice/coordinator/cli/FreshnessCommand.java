package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.alert.Alert;
import io.github.sluice.coordinator.alert.AlertDesk;
import io.github.sluice.coordinator.alert.AlertSender;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.freshness.ColumnMax;
import io.github.sluice.coordinator.freshness.Finding;
import io.github.sluice.coordinator.freshness.Finding.Verdict;
import io.github.sluice.coordinator.freshness.FreshnessCheck;
import io.github.sluice.coordinator.freshness.WatchedColumn;
import io.github.sluice.coordinator.freshness.WatchedColumns;
import io.github.sluice.coordinator.kafka.StreamTail;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.WatchFile;
import io.github.sluice.coordinator.settings.WatchSettings;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice freshness}: how new StarRocks' tables are, and what holds newer rows up. */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a line '<table> <newest value>' for every table and column of a list, from StarRocks' SQL port.",
            "Where the settings reach them, MySQL and the stream topic tell whether an old value means that nothing new"
                    + " happened or that newer rows are held up, and where. Changes nothing.",
            "Ends with 32 if a table lags, else with 30 if one could not be judged. See docs/freshness.md."
        })
public final class FreshnessCommand implements Callable<Integer> {
    private static final Duration ALERT_LIMIT = Duration.ofMinutes(3);

    @Mixin
    private BaseOptions common = new BaseOptions();

    @Option(
            names = "--config",
            paramLabel = "JSON",
            description = "List of tables and columns (default: starrocks_table.json beside the settings file).")
    private @Nullable Path list;

    @Option(
            names = "--threshold",
            paramLabel = "TIME",
            description = "How old a newest row may be, such as 90s, 5m, 12h or 2d, where the list does not say.")
    private @Nullable String threshold;

    @Option(
            names = "--time-zone",
            paramLabel = "OFFSET",
            description = "Offset of StarRocks' dates and times (default: timeZone of the sources, else +08:00).")
    private @Nullable String timeZone;

    @Option(
            names = "--source-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long one statement may keep MySQL busy (default: ${DEFAULT-VALUE}).")
    private String sourceTimeout = "30s";

    @Option(
            names = "--alert",
            paramLabel = "YAML",
            description = "Tell the channels of this watch.yaml when a table lags, and when it does no longer.")
    private @Nullable Path alerts;

    @Option(names = "--long", description = "Print a table of all that was seen after the lines.")
    private boolean detailed;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        ZoneOffset zone = zone(settings);
        FreshnessCheck check = new FreshnessCheck(
                settings,
                zone,
                threshold == null ? null : time("--threshold", threshold),
                time("--source-timeout", sourceTimeout),
                Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new ArrayList<>();
        for (WatchedColumn column : WatchedColumns.read(
                list == null ? settings.stateFolder().resolveSibling("starrocks_table.json") : list)) {
            Finding found = check.look(column);
            findings.add(found);
            ColumnMax newest = found.target();
            if (!common.json() && newest != null) {
                out.println(column.written() + " " + newest.printed());
                out.flush();
            }
        }
        ExitCode code = code(findings);
        publish(findings, code);
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exitCode", code.number());
            json.put("tables", findings.stream().map(found -> json(found, zone)).toList());
            out.println(Json.write(json));
        } else if (detailed) {
            print(out, findings);
        }
        out.flush();
        complain(findings);
        if (alerts != null) {
            alert(alerts, findings);
        }
        return code.number();
    }

    /** FRESH, LAGGING, or UNKNOWN; tables are those of the list, which need not be targets of the settings. */
    private void publish(List<Finding> findings, ExitCode code) {
        common.values()
                .tables(
                        findings.size(),
                        findings.stream()
                                .filter(found -> code(List.of(found)) != ExitCode.DONE)
                                .map(found -> found.column().written())
                                .toList());
        common.values()
                .verdict(
                        code == ExitCode.STALE_DATA
                                ? Verdict.LAGGING.name()
                                : code == ExitCode.UNKNOWN ? Verdict.UNKNOWN.name() : "FRESH");
    }

    private ZoneOffset zone(SluiceSettings settings) {
        List<String> zones =
                settings.sources().stream().map(Source::timeZone).distinct().toList();
        if (timeZone == null && zones.size() > 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    settings.file() + ": sources have the time zones " + zones
                            + "; say which one ages are reckoned in with --time-zone");
        }
        String text = timeZone != null ? timeZone : zones.isEmpty() ? "+08:00" : zones.get(0);
        try {
            return ZoneOffset.of(text);
        } catch (DateTimeException e) {
            throw new Failure(ExitCode.USAGE, "--time-zone must be an offset such as +08:00, found '" + text + "'", e);
        }
    }

    private Duration time(String option, String text) {
        try {
            return WatchedColumns.threshold(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + e.getMessage(), e);
        }
    }

    /** What is proven to be late goes before what is not known. */
    static ExitCode code(List<Finding> findings) {
        if (findings.stream().anyMatch(found -> found.verdict() == Verdict.LAGGING)) {
            return ExitCode.STALE_DATA;
        }
        return findings.stream().anyMatch(found -> found.verdict() == Verdict.UNKNOWN)
                ? ExitCode.UNKNOWN
                : ExitCode.DONE;
    }

    /** Standard output has the lines and nothing else that a script would stumble over. */
    private void complain(List<Finding> findings) {
        PrintWriter err = spec.commandLine().getErr();
        for (Finding found : findings) {
            ExitCode code = code(List.of(found));
            if (code != ExitCode.DONE) {
                err.println(Messages.system().of("failure." + code.number()) + " "
                        + found.column().written() + ": " + sentence(found));
            }
        }
        err.flush();
    }

    /** The same table is not named again for a while; what reaches nobody is said here. */
    private void alert(Path file, List<Finding> findings) {
        WatchSettings watch = WatchFile.read(file);
        Clock clock = Clock.systemDefaultZone();
        PrintWriter err = spec.commandLine().getErr();
        try (AlertSender sender =
                new AlertSender(watch.alerts().channels(), new AlertWords(), AlertSender.PAUSES, clock)) {
            AlertDesk desk = new AlertDesk(
                    watch.stateFolder().resolve("freshness-alerts.json"),
                    watch.name(),
                    watch.alerts().repeatAfter(),
                    sender,
                    clock,
                    alert -> {});
            for (Finding found : findings) {
                String table = found.column().written();
                if (found.verdict() == Verdict.LAGGING) {
                    desk.raise(Alert.Kind.STALE, table, phrases(found), "");
                } else if (found.verdict() != Verdict.UNKNOWN) {
                    desk.settle(Alert.Kind.FRESH, table, List.of(found.reason()));
                }
            }
            desk.await(ALERT_LIMIT);
            desk.save();
            if (sender.undelivered() > 0) {
                err.println(Messages.system().of("watch.undelivered", sender.undelivered()));
            }
        } catch (IOException e) {
            err.println("sluice: alerts may be repeated: " + e);
        }
        err.flush();
    }

    private static List<Phrase> phrases(Finding found) {
        return found.where() == null
                ? List.of(found.reason())
                : List.of(Phrase.of("freshness.where." + found.where()), found.reason());
    }

    /** Where the table lags, if it does, and the reason. */
    static String sentence(Finding found) {
        return AlertWords.said(phrases(found));
    }

    private static void print(PrintWriter out, List<Finding> findings) {
        Messages words = Messages.system();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("table", "verdict", "where", "target", "age", "source", "topic", "behind").stream()
                .map(column -> words.of("freshness.column." + column))
                .toList());
        for (Finding found : findings) {
            StreamTail topic = found.topic();
            lines.add(List.of(
                    found.column().written(),
                    found.verdict().name(),
                    found.where() == null
                            ? "-"
                            : words.of("freshness.where." + found.where().name()),
                    text(found.target()),
                    found.age().map(FreshnessCommand::text).orElse("-"),
                    text(found.source()),
                    topic == null || topic.newest() == null ? "-" : text(topic.newest()),
                    topic == null || topic.behind() == null ? "-" : String.valueOf(topic.behind())));
        }
        out.println();
        TextTable.print(out, lines);
        for (Finding found : findings) {
            out.println(found.column().written() + ": " + sentence(found));
            found.faults().forEach(fault -> out.println("  " + fault));
        }
    }

    private static String text(@Nullable ColumnMax value) {
        return value == null ? "-" : value.printed();
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 1:02:03}, with days before it where there are any. */
    private static String text(Duration age) {
        String days = age.toDays() == 0 ? "" : age.toDays() + "d ";
        return days
                + String.format(
                        Locale.ROOT, "%d:%02d:%02d", age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart());
    }

    private static Map<String, @Nullable Object> json(Finding found, ZoneOffset zone) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", found.column().written());
        json.put("column", found.column().column());
        json.put("verdict", found.verdict().name());
        json.put("where", found.where() == null ? null : found.where().name());
        json.put("reason", sentence(found));
        json.put("newest", json(found.target(), zone));
        json.put("ageSeconds", found.age().map(Duration::toSeconds).orElse(null));
        Duration limit = found.threshold();
        json.put("thresholdSeconds", limit == null ? null : limit.toSeconds());
        json.put("source", json(found.source(), zone));
        json.put("ahead", found.ahead());
        StreamTail topic = found.topic();
        Map<String, @Nullable Object> tail = new LinkedHashMap<>();
        if (topic != null) {
            tail.put("name", topic.topic());
            tail.put("newest", topic.newest() == null ? null : topic.newest().toString());
            tail.put("behind", topic.behind());
            tail.put(
                    "waitingSince",
                    topic.waitingSince() == null ? null : topic.waitingSince().toString());
        }
        json.put("topic", topic == null ? null : tail);
        json.put("faults", found.faults());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> json(@Nullable ColumnMax value, ZoneOffset zone) {
        if (value == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("text", value.text());
        json.put("at", value.moment(zone).map(Instant::toString).orElse(null));
        return json;
    }
}
