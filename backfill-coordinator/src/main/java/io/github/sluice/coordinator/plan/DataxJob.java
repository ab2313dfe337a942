package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Frame;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.type.WireKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The DataX job of a logical table.
 *
 * <p>A table that is not sharded is read in mysqlreader's table mode, split by its key when that is one integer. Shards
 * are read by {@code querySql}, one statement per physical table, because each statement must carry its own {@code
 * db_name} and {@code table_name}, and NULL for a column that it lacks: in table mode all tables of a job share one
 * {@code column} list, and DataX runs only {@code content[0]}, so neither several columns lists nor several contents can
 * say it. mysqlreader makes one task of each statement, so the shards are read in parallel over the job's channels.
 */
public final class DataxJob {
    /** Filled in when the job runs; also by {@code datax.py -p "-DsluiceManifestPath=..."}. */
    public static final String MANIFEST_PATH = "sluiceManifestPath";

    public static final String RUN_ID = "sluiceRunId";
    public static final String ATTEMPT = "sluiceAttempt";

    private DataxJob() {}

    /**
     * The job beside one MySQL, with references in place of secrets and placeholders in place of what each attempt decides.
     * A job has one account, so tables of several MySQLs are read by a job each.
     *
     * @param spec with the physical tables of this MySQL alone
     */
    static Map<String, @Nullable Object> of(TableSpec spec, SluiceSettings settings, Source source) {
        boolean tableMode = readsInTableMode(spec);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("channels", settings.dataxOrRefuse().channels());
        values.put("username", source.credentials().username());
        values.put("password", String.valueOf(source.credentials().passwordReference()));
        values.put("selectColumns", tableMode ? spec.selectList(spec.shards().get(0)) : Template.ABSENT);
        String splitPk = tableMode ? splitColumn(spec) : "";
        values.put("splitPk", splitPk.isEmpty() ? Template.ABSENT : splitPk);
        values.put("connection", connection(spec, source, tableMode));
        values.put("bootstrapServers", settings.kafka().bootstrapServers());
        values.put("topic", spec.topic());
        List<Object> columns = new ArrayList<>();
        for (ColumnSpec column : spec.columns()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", column.name());
            one.put("type", column.mySqlType());
            columns.add(one);
        }
        values.put("columns", columns);
        values.put("keyColumns", spec.key());
        values.put("encryptionKey", settings.encryption().keyReference());
        values.put("envelope", settings.encryption().envelope().name().toLowerCase(Locale.ROOT));
        Frame frame = settings.encryption().frame();
        values.put("frame", frame == null ? Template.ABSENT : Map.of("rows", frame.rows(), "bytes", frame.bytes()));
        values.put("partitions", settings.kafka().batchPartitions());
        values.put("replicationFactor", settings.kafka().replicationFactor());
        values.put("producerProperties", settings.kafka().properties());
        values.put(MANIFEST_PATH, "${" + MANIFEST_PATH + "}");
        values.put(RUN_ID, "${" + RUN_ID + "}");
        values.put(ATTEMPT, "${" + ATTEMPT + "}");
        return Template.load("datax/mysql-to-kafka.json").fill(values);
    }

    private static boolean readsInTableMode(TableSpec spec) {
        // mysqlreader expands commas and [n-m] in table names
        return !spec.namesShards()
                && spec.shards().stream().allMatch(shard -> shard.absent().isEmpty())
                && spec.shards().stream().allMatch(shard -> shard.table().matches("[A-Za-z0-9_$]+"));
    }

    /** mysqlreader compares {@code splitPk} with the bare column names, and then puts it into SQL as it is. */
    private static String splitColumn(TableSpec spec) {
        if (spec.key().size() != 1) {
            return "";
        }
        ColumnSpec key = spec.columns().get(0);
        WireKind kind = key.type().kind();
        boolean integer = kind == WireKind.INTEGER || kind == WireKind.LARGE_INTEGER;
        boolean bare = key.source().matches("[A-Za-z_][A-Za-z0-9_]*") && !MySqlWords.isReserved(key.source());
        boolean plain = key.type().selectExpression("c").equals("c");
        return integer && bare && plain ? key.source() : "";
    }

    private static List<Object> connection(TableSpec spec, Source source, boolean tableMode) {
        Map<String, List<TableSpec.Shard>> byDatabase = new LinkedHashMap<>();
        for (TableSpec.Shard shard : spec.shards()) {
            byDatabase
                    .computeIfAbsent(shard.database(), name -> new ArrayList<>())
                    .add(shard);
        }
        List<Object> connections = new ArrayList<>();
        byDatabase.forEach((database, shards) -> {
            Map<String, Object> connection = new LinkedHashMap<>();
            if (tableMode) {
                connection.put(
                        "table",
                        shards.stream()
                                .map(shard -> MySqlSource.quote(shard.table()))
                                .toList());
            } else {
                connection.put("querySql", shards.stream().map(spec::select).toList());
            }
            connection.put("jdbcUrl", List.of(MySqlSource.dataxUrl(source, database)));
            connections.add(connection);
        });
        return connections;
    }

    /**
     * The job of one attempt: placeholders and the reference to the MySQL password replaced. The result holds the
     * password, and nothing but ASCII, because DataX reads the file in its JVM's default encoding.
     */
    public static String fill(String job, Map<String, Object> values, SluiceSettings.Secret credentials) {
        StringBuilder ascii = new StringBuilder();
        Json.write(filled("", Json.parse(job), values, credentials))
                .chars()
                .forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return ascii.toString();
    }

    private static @Nullable Object filled(
            String key, @Nullable Object node, Map<String, Object> values, SluiceSettings.Secret credentials) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, value) ->
                    copy.put(String.valueOf(name), filled(String.valueOf(name), value, values, credentials)));
            return copy;
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(filled("", element, values, credentials)));
            return copy;
        }
        if (node instanceof String text) {
            if (key.equals("password") && text.equals(credentials.passwordReference())) {
                return References.password(credentials);
            }
            return text.startsWith("${") && text.endsWith("}")
                    ? values.getOrDefault(text.substring(2, text.length() - 1), text)
                    : text;
        }
        return node;
    }
}
