package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.connect.Blocker;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.GroupSight;
import io.github.sluice.coordinator.connect.Look;
import io.github.sluice.coordinator.connect.Look.Verdict;
import io.github.sluice.coordinator.connect.Watchdog;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.RecordFinder;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Connect;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect watch}: a watchdog that goes by committed offsets. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Watches over sink connectors by the progress of their committed offsets; a task that hangs is RUNNING too.",
            "Says at each look: state, tasks, lag (at most so many records), records a second since the look before.",
            "Ends with 24 when a task has failed, with 30 when a partition with something to load has not moved for"
                    + " --stall, with 0 when --for is over. Where it does not go on, it names the record.",
        })
public final class ConnectWatchCommand implements Callable<Integer> {
    /** Into so many partitions of a connector is looked when it does not go on. */
    private static final int PARTITIONS = 10;

    private static final Duration STALL = Duration.ofMinutes(10);

    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The connectors.")
    private Set<String> names = new LinkedHashSet<>();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = ShortDuration.class,
            description = "Time between two looks (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ofSeconds(10);

    @Option(
            names = "--stall",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "How long a partition may stand still (default: connect.stallLimit of the settings, or 10m).")
    private @Nullable Duration stall;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "How long to watch (default: until it is stopped).")
    private @Nullable Duration length;

    @Option(
            names = "--restart-failed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Restart what has failed, N times for each connector (default: ${DEFAULT-VALUE}).")
    private int restarts;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT,...",
            description = "Kafka (default: kafka.bootstrapServers of the settings file).")
    private @Nullable String bootstrap;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (restarts < 0) {
            throw new Failure(ExitCode.USAGE, "--restart-failed must be 0 or more, found " + restarts);
        }
        ConnectClient connect = common.connect();
        KafkaClients kafka = new KafkaClients(kafka());
        names.forEach(name -> refuseUnlessSink(connect, name));
        Map<String, Watchdog> dogs = new LinkedHashMap<>();
        try (Topics topics = new Topics(kafka)) {
            names.forEach(name ->
                    dogs.put(name, new Watchdog(new GroupSight(name, connect, kafka, topics), stallLimit(), restarts)));
            Instant end = length == null ? null : Instant.now().plus(length);
            while (true) {
                Map<String, Look> over = look(dogs);
                if (!over.isEmpty()) {
                    throw over(over, new RecordFinder(kafka));
                }
                Duration left = end == null ? interval : Duration.between(Instant.now(), end);
                if (left.isNegative() || left.isZero()) {
                    return ExitCode.DONE.number();
                }
                Pause.SLEEP.pause(left.compareTo(interval) < 0 ? left : interval);
            }
        }
    }

    private Kafka kafka() {
        Optional<SluiceSettings> settings = common.settings();
        if (bootstrap == null) {
            return settings.map(SluiceSettings::kafka)
                    .orElseThrow(() -> new Failure(
                            ExitCode.USAGE,
                            "watch reads offsets from Kafka: give --bootstrap, or a settings file with -f"));
        }
        if (!bootstrap.matches("[^\\s/:,]+:\\d{1,5}(,[^\\s/:,]+:\\d{1,5})*")) {
            throw new Failure(
                    ExitCode.USAGE, "--bootstrap must be HOST:PORT[,HOST:PORT...], found '" + bootstrap + "'");
        }
        Map<String, String> properties =
                settings.map(known -> known.kafka().properties()).orElse(Map.of());
        return new Kafka(bootstrap, properties, 1, 1, Map.of());
    }

    private Duration stallLimit() {
        if (stall != null) {
            return stall;
        }
        return common.settings()
                .flatMap(settings -> Optional.ofNullable(settings.connect()))
                .map(Connect::stallLimit)
                .orElse(STALL);
    }

    private static void refuseUnlessSink(ConnectClient connect, String name) {
        ConnectorStatus status =
                ConnectOptions.asked(() -> connect.status(name)).orElseThrow(() -> ConnectOptions.missing(name));
        if (status.type().equals("source")) {
            throw new Failure(
                    ExitCode.USAGE,
                    "connector " + Printable.line(name)
                            + " is a source: it has no consumer group whose progress could be seen; see 'sluice connect"
                            + " status'");
        }
    }

    /** Looks at each connector once; those that are over. */
    private Map<String, Look> look(Map<String, Watchdog> dogs) {
        Map<String, Look> over = new LinkedHashMap<>();
        PrintWriter out = spec.commandLine().getOut();
        dogs.forEach((name, dog) -> {
            Look look = dog.look(Instant.now());
            out.println(common.json() ? WatchWords.json(name, look) : WatchWords.text(name, look, restarts));
            out.flush();
            if (look.verdict() != Verdict.GOES_ON) {
                over.put(name, look);
            }
        });
        return over;
    }

    private Failure over(Map<String, Look> over, RecordFinder finder) {
        PrintWriter out = spec.commandLine().getOut();
        String settings =
                common.settings().map(known -> known.file().toString()).orElse(null);
        over.forEach((name, look) -> {
            for (Blocker blocker : Blocker.find(look, finder, PARTITIONS)) {
                if (common.json()) {
                    out.println(WatchWords.json(name, blocker, settings));
                } else {
                    WatchWords.text(name, blocker, settings).forEach(out::println);
                }
            }
        });
        out.flush();
        boolean failed = over.values().stream().anyMatch(look -> look.verdict() == Verdict.FAILED);
        List<String> reasons = over.entrySet().stream()
                .map(entry -> "connector " + Printable.line(entry.getKey()) + ": "
                        + Printable.line(entry.getValue().reason()))
                .toList();
        return new Failure(failed ? ExitCode.CONNECTOR_FAILED : ExitCode.UNKNOWN, String.join("; ", reasons));
    }
}
