package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Physical tables and settings for tests of the plan. */
final class Sample {
    private Sample() {}

    static SourceColumn column(String name, String type) {
        return new SourceColumn(name, type, true, charset(type), "");
    }

    static SourceColumn required(String name, String type) {
        return new SourceColumn(name, type, false, charset(type), "");
    }

    private static @Nullable String charset(String type) {
        return type.matches("(?i).*(char|text|enum|set).*") ? "utf8mb4" : null;
    }

    static PhysicalTable table(String database, String name, List<SourceColumn> columns, String... key) {
        return new PhysicalTable(database, name, "", columns, List.of(key), List.of(), 0);
    }

    /** Settings of one table on a machine that reaches everything. */
    static SluiceSettings settings(Path folder, String table, String... more) {
        String yaml = """
                name: test
                source: {host: mysql, username: reader, password: "file:/run/secrets/mysql"}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1, batchPartitions: 2}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [datax], channels: 3}
                starrocks: {http: ["fe1:8030", "fe2:8030"], query: "fe1:9030", username: root,
                            password: "env:SR_PASSWORD", database: ods, replicationNum: 1, buckets: 2}
                tables: [%s]
                """.formatted(table);
        List<String> all = new ArrayList<>(List.of(yaml));
        all.addAll(List.of(more));
        if (all.stream().noneMatch(text -> text.contains("connect:"))) {
            all.add("connect: {url: \"http://connect:8083\"}\n");
        }
        Path file = folder.resolve("sluice.yaml");
        try {
            Files.writeString(file, String.join("", all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SettingsFile.read(file);
    }

    static TableSpec plan(SluiceSettings settings, PhysicalTable... shards) {
        return plan(
                settings,
                (table, column) -> {
                    throw new AssertionError("nothing is measured while the declared width fits");
                },
                shards);
    }

    static TableSpec plan(SluiceSettings settings, TablePlanner.LongestValue longest, PhysicalTable... shards) {
        return new TablePlanner(settings.tables().get(0), settings.naming().columns(), longest).plan(List.of(shards));
    }
}
