package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Differences;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.settings.YamlText;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.ServerZone;
import io.github.sluice.coordinator.source.SourceColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A first {@code sluice.yaml} of a live database: an entry for every table or group of shards, the refused ones as
 * comments with the reason, and placeholders for what MySQL does not know. It is for a person to read and correct. One
 * thread.
 */
public final class DraftSettings {
    private final StringBuilder yaml = new StringBuilder();
    private final Set<String> targets = new HashSet<>();
    private final Set<String> topics = new HashSet<>();
    private int moved;
    private int refused;

    private DraftSettings() {}

    /**
     * The file and what is in it.
     *
     * @param moved entries that sluice plan takes
     * @param refused entries that are comments
     */
    public record Draft(String yaml, int moved, int refused) {}

    /**
     * Writes the draft.
     *
     * @param source whose password is a reference, which is copied and never resolved here
     * @param zone that {@code source} has its offset from
     * @param all every table of the server
     * @param databases whole names of the databases that are wanted
     */
    public static Draft of(Source source, ServerZone zone, List<PhysicalTable> all, Pattern databases) {
        DraftSettings draft = new DraftSettings();
        draft.head(source, zone);
        TableGroup.of(all, databases).forEach(draft::entry);
        return new Draft(draft.yaml.toString(), draft.moved, draft.refused);
    }

    private void head(Source source, ServerZone zone) {
        int colon = source.address().lastIndexOf(':');
        yaml.append("""
                # yaml-language-server: $schema=sluice.schema.json
                # A draft by `sluice plan --init`. Put your names in place of those in CAPITALS, look at every table, and
                # run `sluice plan`. Every key with its meaning stands in templates/sluice.yaml and sluice.schema.json.

                name: backfill                      # names the run; the same on both sides

                source:
                  host: %s
                  port: %s
                  username: %s
                  password: %s
                  # the zone of all text made from TIMESTAMP. The server's own is %s
                  timeZone: "%s"

                kafka:
                  bootstrapServers: KAFKA_HOST:9092
                  # replicationFactor: 3

                encryption:
                  key: env:SLUICE_KEY               # `sluice keys generate FILE` makes one; then file:FILE

                datax:
                  command: [python3, /opt/datax/bin/datax.py]

                connect:
                  url: [http://CONNECT_HOST:8083]

                starrocks:
                  http: [FRONTEND_HOST:8030]
                  query: FRONTEND_HOST:9030
                  username: sluice
                  password: env:SLUICE_STARROCKS_PASSWORD
                  database: ods
                  # backends: 3                     # how many SHOW BACKENDS shows; on a single node 1

                # streamer:                         # live changes by binlog-streamer; see templates/sluice.yaml

                # Digits of names that differ are taken for shards, which are merged. Row numbers are MySQL's estimates.
                tables:
                """.formatted(
                        YamlText.scalar(source.address().substring(0, colon)),
                        source.address().substring(colon + 1),
                        YamlText.scalar(source.credentials().username()),
                        YamlText.scalar(String.valueOf(source.credentials().passwordReference())),
                        zoneOf(zone),
                        source.timeZone()));
    }

    private static String zoneOf(ServerZone zone) {
        return YamlText.comment(zone.name())
                + (zone.fixed() ? "." : "; if it has a summer time, choose one offset for good.");
    }

    private void entry(TableGroup group) {
        String target = target(group);
        String topic = topic(group, target);
        Table table = new Table(
                group.source(),
                target,
                topic,
                topic + "-connect",
                List.of(),
                Map.of(),
                new Table.ColumnChoice(List.of(), List.of(), Map.of(), Map.of()),
                Differences.REFUSE,
                null);
        boolean[] measured = {false};
        String reason = refusal(table, group.tables(), (physical, column) -> {
            measured[0] = true;
            return 0;
        });
        yaml.append("  # ").append(heading(group)).append('\n');
        if (measured[0]) {
            yaml.append("  # its key may have more bytes than StarRocks allows; sluice plan measures what the rows")
                    .append(" hold\n");
        }
        if (reason == null) {
            moved++;
            lines(group, target, topic)
                    .forEach(line -> yaml.append("  ").append(line).append('\n'));
        } else {
            refused++;
            yaml.append("  # refused: ").append(YamlText.comment(reason)).append('\n');
            lines(group, target, topic)
                    .forEach(line -> yaml.append("  # ").append(line).append('\n'));
        }
    }

    /** Why the tables cannot be moved as they are; null if they can. */
    private static @Nullable String refusal(
            Table table, List<PhysicalTable> tables, TablePlanner.LongestValue longestValue) {
        if (!(table.source() instanceof SourceTables.ByParts)
                && tables.stream().anyMatch(one -> one.database().contains("."))) {
            return "database.table cannot name a database with a dot; write databases and tables as expressions";
        }
        try {
            new TablePlanner(table, ColumnNaming.SNAKE_CASE, longestValue).plan(tables);
            return null;
        } catch (Failure failure) {
            return failure.getMessage().substring(table.target().length() + 2);
        }
    }

    private static String heading(TableGroup group) {
        PhysicalTable first = group.tables().get(0);
        StringBuilder heading = new StringBuilder(String.format(Locale.ROOT, "about %,d rows", group.rowEstimate()));
        if (group.tables().size() > 1) {
            heading.append(" in ")
                    .append(group.tables().size())
                    .append(" tables, ")
                    .append(YamlText.comment(first.fullName()))
                    .append(" to ")
                    .append(YamlText.comment(
                            group.tables().get(group.tables().size() - 1).fullName()));
        }
        if (!first.comment().isBlank()) {
            heading.append("; ").append(YamlText.comment(first.comment()));
        }
        String generated = first.columns().stream()
                .filter(column -> column.generation() != SourceColumn.Generation.NONE)
                .map(SourceColumn::name)
                .collect(Collectors.joining(", "));
        if (!generated.isEmpty()) {
            heading.append("; generated: ").append(YamlText.comment(generated));
        }
        return heading.toString();
    }

    private static List<String> lines(TableGroup group, String target, String topic) {
        List<String> lines = new ArrayList<>();
        SourceTables source = group.source();
        if (source instanceof SourceTables.One one) {
            lines.add("- source: " + YamlText.scalar(one.text()));
        } else if (source instanceof SourceTables.ByParts parts) {
            lines.add("- source:");
            lines.add("    databases: " + YamlText.scalar(parts.databases().pattern()));
            lines.add("    tables: " + YamlText.scalar(parts.tables().pattern()));
        } else {
            lines.add("- source:");
            group.tables().forEach(table -> lines.add("    - " + YamlText.scalar(table.fullName())));
        }
        String byTemplate = source instanceof SourceTables.One one ? one.name().table() : "";
        if (!target.equals(byTemplate)) {
            lines.add("  target: " + YamlText.scalar(target));
        }
        if (!topic.equals(batchTopic(byTemplate.isEmpty() ? target : byTemplate))) {
            lines.add("  topic: " + YamlText.scalar(topic));
            lines.add("  streamTopic: " + YamlText.scalar(topic.replaceFirst("^sluice_all", "sluice_stream")));
        }
        List<String> key = firstUniqueKey(group.tables().get(0));
        if (group.tables().get(0).primaryKey().isEmpty() && key != null) {
            boolean sharded = source.merged();
            boolean several = group.tables().stream()
                            .map(PhysicalTable::database)
                            .distinct()
                            .count()
                    > 1;
            List<String> all = new ArrayList<>();
            if (sharded && several) {
                all.add(ColumnSpec.DB_NAME);
            }
            if (sharded) {
                all.add(ColumnSpec.TABLE_NAME);
            }
            key.forEach(column -> all.add(ColumnNames.target(column, ColumnNaming.SNAKE_CASE)));
            lines.add("  key: [" + all.stream().map(YamlText::scalar).collect(Collectors.joining(", ")) + "]");
        }
        return lines;
    }

    private static @Nullable List<String> firstUniqueKey(PhysicalTable table) {
        Set<String> nullable = table.columns().stream()
                .filter(SourceColumn::nullable)
                .map(SourceColumn::name)
                .collect(Collectors.toSet());
        return table.uniqueKeys().stream()
                .filter(key -> key.stream().noneMatch(nullable::contains))
                .findFirst()
                .orElse(null);
    }

    /** Unique also on a file system that does not tell letter case apart, because files are named by it. */
    private String target(TableGroup group) {
        String database = group.tables().get(0).database();
        String target = group.stem();
        for (int i = 1; !targets.add(target.toLowerCase(Locale.ROOT)); i++) {
            target = database + "_" + group.stem() + (i == 1 ? "" : "_" + i);
        }
        return target;
    }

    private String topic(TableGroup group, String target) {
        String name = group.source() instanceof SourceTables.One ? group.stem() : target;
        String legal = legal(name);
        if (!topics.add(legal)) {
            legal = legal(target);
            topics.add(legal);
        }
        return batchTopic(legal);
    }

    private static String batchTopic(String table) {
        return "sluice_all." + table;
    }

    /** The name if Kafka takes it, else one that no other name becomes. */
    private static String legal(String name) {
        if (name.matches("[a-zA-Z0-9._-]{1,200}")) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String letters = name.replaceAll("[^a-zA-Z0-9._-]+", "_");
        return letters.substring(0, Math.min(100, letters.length()))
                + String.format(Locale.ROOT, "_%08x", sum.getValue());
    }
}
