package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.SimControlTopic;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Both halves of a run over many tables in one process: all of it is real, except the servers and the control topic. */
final class CrowdHouse {
    final SimCrowd crowd;
    final SluiceSettings settings;
    final LoggedBoard board = new LoggedBoard();
    private final SimControlTopic control = new SimControlTopic();
    private final Path planFolder;

    /**
     * @param shards of each table {@code t00}, {@code t01} and so on
     * @param connect told what is asked of Connect, as method and table; what it throws is Connect's answer
     */
    CrowdHouse(Path folder, List<Integer> shards, BiConsumer<String, String> connect) throws IOException {
        this.planFolder = folder.resolve("plan");
        List<SimTable> tables = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            tables.add(new SimTable(SimCrowd.name(i), shards.get(i)));
        }
        this.crowd = new SimCrowd(folder, tables, planFolder, connect);
        Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
        Path password = Files.writeString(folder.resolve("password"), "s3cret");
        StringBuilder yaml = new StringBuilder("""
                name: many
                source: {host: mysql, username: reader, password: "file:%s"}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1, batchPartitions: 2}
                encryption: {key: "file:%s"}
                control: {topic: many-control, wait: 2m}
                datax: {command: [datax], channels: 2}
                connect: {url: "http://connect:8083"}
                starrocks: {http: ["fe:8030"], query: "fe:9030", username: root, database: ods, replicationNum: 1}
                policy: {cutover: auto}
                parallel: {snapshots: 2, loads: 3}
                tables:
                """.formatted(password, key));
        for (SimTable table : tables) {
            yaml.append("  - {source: {databases: 'shop_\\d+', tables: '")
                    .append(table.name())
                    .append("_\\d+'}, target: ")
                    .append(table.name())
                    .append(", key: [db_name, table_name, id]}\n");
        }
        this.settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), yaml));
    }

    /** As an operator's command opens it. */
    ControlTopic words() {
        KeyRing ring = References.keyRing(settings);
        return control.open(settings.name(), ring.root(), KillSwitch.never());
    }

    Journal journal() {
        return Journal.open(settings.stateFolder().resolve("journal").toString(), settings.name());
    }

    /** {@code sluice run}. */
    List<TableOutcome> run() throws SQLException {
        KeyRing ring = References.keyRing(settings);
        Backfill.Options options = new Backfill.Options(
                Side.BOTH,
                settings.tables(),
                null,
                Step.DROP,
                false,
                planFolder,
                settings.stateFolder().resolve("journal").toString());
        // somebody has the journal's file open meanwhile, which saves H2 opening it for each of thousands of questions
        try (Connection open = DriverManager.getConnection("jdbc:h2:file:"
                        + settings.stateFolder().resolve("journal").toAbsolutePath()
                        + ";DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=0;LOCK_TIMEOUT=20000");
                ControlTopic words = words();
                ProgressFile shown = ProgressFile.open(settings.stateFolder(), Side.BOTH, board)) {
            List<Table> tables = settings.tables();
            shown.plans(tables.stream().map(Table::target).toList());
            Journal journal = journal();
            words.noting(journal::written);
            Workplace work = new Workplace(
                    settings,
                    ring,
                    new KafkaClients(settings.kafka()),
                    words,
                    journal,
                    new Planner(settings, new PlanFolder(planFolder), source -> crowd.mysql(source.name())),
                    shown,
                    crowd,
                    Traffic.of(settings, SizeOrder.ranks(tables), words, Map.of(), shown));
            return new Backfill(settings, options, shown, step -> {}).run(work);
        }
    }

    /** Connect refuses to make connectors for a table. */
    static BiConsumer<String, String> refusing(String bad) {
        return (method, table) -> {
            if (method.equals("put") && table.equals(bad)) {
                throw new Failure(ExitCode.CONNECTOR_FAILED, "planted");
            }
        };
    }
}
