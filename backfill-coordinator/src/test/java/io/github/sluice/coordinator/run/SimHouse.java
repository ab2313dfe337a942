package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.SimControlTopic;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Simulated servers, a control topic, and what the halves keep on their disks: all that outlives a process. */
final class SimHouse {
    final SimServers servers;
    private final SimControlTopic control = new SimControlTopic();
    private final Path folder;
    private final SluiceSettings settings;

    SimHouse(Path folder, boolean live) throws IOException {
        this(folder, live, "{cutover: auto}");
    }

    /** @param policy the settings' section */
    SimHouse(Path folder, boolean live, String policy) throws IOException {
        this(folder, live, policy, SimTable.ORDERS);
    }

    /** A table that is in several MySQLs, if it has them. */
    SimHouse(Path folder, boolean live, SimTable table) throws IOException {
        this(folder, live, "{cutover: auto}", table);
    }

    private SimHouse(Path folder, boolean live, String policy, SimTable table) throws IOException {
        this.folder = Files.createDirectories(folder);
        Path tables = Files.createDirectories(folder.resolve("tables"));
        Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
        Path password = Files.writeString(folder.resolve("password"), "s3cret");
        this.servers = new SimServers(tables, live, table);
        this.settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), """
                name: sim
                %s
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1, batchPartitions: 2}
                encryption: {key: "file:%s"}
                control: {topic: sim-control, wait: 20s}
                datax: {command: [datax], channels: 1}
                connect: {url: "http://connect:8083"}
                starrocks: {http: ["fe:8030"], query: "fe:9030", username: root, database: ods, replicationNum: 1}
                policy: %s
                %s
                tables: [%s]
                """.formatted(
                        sources(table, password),
                        key,
                        policy,
                        live ? streamer(table, tables) : "",
                        table.sources().size() > 1
                                ? "{source: {databases: shop, tables: orders}, target: orders}"
                                : "{source: shop.orders}")));
    }

    private static String sources(SimTable table, Path password) {
        if (table.sources().size() == 1) {
            return "source: {host: mysql, username: reader, password: \"file:" + password + "\"}";
        }
        return "sources: {"
                + table.sources().stream()
                        .map(name ->
                                name + ": {host: " + name + ", username: reader, password: \"file:" + password + "\"}")
                        .collect(Collectors.joining(", "))
                + "}";
    }

    private static String streamer(SimTable table, Path tables) {
        String section = HandStreamer.section(tables, "sim-positions");
        return table.sources().size() == 1 ? section : section.replace(", source: " + HandStreamer.SOURCE, "");
    }

    /** The settings of the one table. */
    SluiceSettings settings() {
        return settings;
    }

    private Path journalFile(Side side) {
        return folder.resolve(side.name().toLowerCase(Locale.ROOT) + "-journal");
    }

    private Path planFolder(Side side) {
        return folder.resolve(side.name().toLowerCase(Locale.ROOT) + "-plan");
    }

    /** Something that a process does with its halves' tools. */
    interface Job<T> {
        T with(Backfill.Options options, Workplace work);
    }

    /** One process: opens everything, does its job, and is gone. */
    <T> T process(Side side, KillSwitch process, boolean afresh, Job<T> job) throws SQLException {
        try (SimJournal journal = SimJournal.of(journalFile(side), process)) {
            KeyRing ring = References.keyRing(settings);
            World world = new SimWorld(servers, process, planFolder(side));
            Backfill.Options options = new Backfill.Options(
                    side,
                    settings.tables(),
                    null,
                    Step.last(settings.streamer() != null),
                    afresh,
                    planFolder(side),
                    journal.url());
            ControlTopic words = control.open(settings.name(), ring.root(), process);
            Workplace work = new Workplace(
                    settings,
                    ring,
                    new KafkaClients(settings.kafka()),
                    words,
                    Journal.open(options.journal(), settings.name()),
                    new Planner(settings, new PlanFolder(options.planFolder()), source -> world.mysql(source.name())),
                    new LoggedBoard(),
                    world);
            return job.with(options, work);
        }
    }

    /** {@code sluice run}. */
    TableOutcome run(Side side, KillSwitch process, boolean afresh) throws SQLException {
        return process(
                side, process, afresh, (options, work) -> new Backfill(settings, options, work.board(), step -> {})
                        .run(work)
                        .get(0));
    }

    /**
     * What the journals of these halves say of the newest attempt, without times and ids, and what is wrong with their
     * chains; every entry is read.
     */
    List<String> journals(Side... sides) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (Side side : sides) {
            process(side, KillSwitch.never(), false, (options, work) -> {
                work.journal().audit(List.of()).broken().ifPresent(broken -> lines.add(side + " is broken: " + broken));
                Attempt latest = work.journal().latestAttempt(SimServers.TABLE).orElseThrow();
                for (Attempt attempt : work.journal().attempts()) {
                    for (StepEntry step : work.journal().steps(attempt)) {
                        Json.parse(step.evidence());
                        if (attempt.equals(latest)) {
                            lines.add(step.step() + " " + step.state() + " " + step.code());
                        }
                    }
                }
                return true;
            });
        }
        lines.sort(null);
        return lines;
    }

    /** What a half's journal says of a step of the newest attempt. */
    Optional<StepEntry> step(Side side, Step step) throws SQLException {
        return process(side, KillSwitch.never(), false, (options, work) -> work.journal()
                .latestAttempt(SimServers.TABLE)
                .flatMap(attempt -> work.journal().step(attempt, step.word())));
    }

    /** Copies of jobs with the password in them. */
    List<Path> secrets() throws IOException {
        Path runs = settings.stateFolder().resolve("runs");
        try (Stream<Path> files = Files.walk(runs)) {
            return files.filter(SnapshotFiles::isSecretJob).toList();
        }
    }
}
