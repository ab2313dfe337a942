package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.Cascades;
import io.github.sluice.coordinator.settings.SluiceSettings.Deletes;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that both halves must know of one logical table: it is read from MySQL by the source half and travels sealed over
 * the control topic to the target half. Columns stand in target order: key columns first, in key order. Immutable.
 *
 * @param ignored columns of MySQL that are left out on purpose
 * @param buckets of the StarRocks table by its size, chosen once; 0 where nobody has
 */
public record TableSpec(
        String target,
        String topic,
        String connector,
        String comment,
        List<ColumnSpec> columns,
        List<String> key,
        List<Shard> shards,
        List<String> ignored,
        @Nullable Stream stream,
        int buckets) {
    public TableSpec {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        shards = List.copyOf(shards);
        ignored = List.copyOf(ignored);
    }

    /** A table of which every column is moved. */
    public TableSpec(
            String target,
            String topic,
            String connector,
            String comment,
            List<ColumnSpec> columns,
            List<String> key,
            List<Shard> shards,
            @Nullable Stream stream) {
        this(target, topic, connector, comment, columns, key, shards, List.of(), stream, 0);
    }

    /**
     * One physical table of the logical one.
     *
     * @param source the MySQL's name; empty for the only one, which has none
     * @param absent columns of the logical table, by their names in MySQL, that this one lacks; they are NULL
     */
    public record Shard(String source, String database, String table, List<String> absent) {
        public Shard {
            absent = List.copyOf(absent);
        }

        /** A table of the only MySQL that has every column. */
        public Shard(String database, String table) {
            this("", database, table, List.of());
        }
    }

    /** Topic and connector of the live changes; asked for only where the table has them. */
    public Stream streamOrRefuse() {
        if (stream == null) {
            throw new Failure(ExitCode.REFUSED, target + ": is moved without live changes");
        }
        return stream;
    }

    /** Whether the other describes the same table, except that it has more physical tables in the same MySQLs. */
    public boolean sameButForNewShards(TableSpec other) {
        return other.shards.containsAll(shards)
                && sources().containsAll(other.sources())
                && equals(new TableSpec(
                        other.target,
                        other.topic,
                        other.connector,
                        other.comment,
                        other.columns,
                        other.key,
                        shards,
                        other.ignored,
                        other.stream,
                        buckets));
    }

    /** The same with another number of buckets. */
    TableSpec withBuckets(int number) {
        return new TableSpec(target, topic, connector, comment, columns, key, shards, ignored, stream, number);
    }

    /** The names of the MySQLs that its tables are in, in their order; one empty name where the only one has none. */
    public List<String> sources() {
        return shards.stream().map(Shard::source).distinct().toList();
    }

    /** The same with the physical tables of one MySQL alone. */
    public TableSpec in(String source) {
        return new TableSpec(
                target,
                topic,
                connector,
                comment,
                columns,
                key,
                shards.stream().filter(shard -> shard.source().equals(source)).toList(),
                ignored,
                stream,
                buckets);
    }

    /** The row as the wire has it. */
    public RowSchema schema() {
        List<WireColumn> wire = new ArrayList<>();
        for (ColumnSpec column : columns) {
            wire.add(new WireColumn(column.name(), column.type()));
        }
        return new RowSchema(wire, key);
    }

    /** What the DataX job and every later reading select from a shard, one expression per column. */
    public List<String> selectList(Shard shard) {
        List<String> expressions = new ArrayList<>();
        for (ColumnSpec column : columns) {
            expressions.add(selectOf(column, shard));
        }
        return expressions;
    }

    /** The expression of one column. */
    public String selectOf(ColumnSpec column, Shard shard) {
        return switch (column.origin()) {
            case SHARD_SOURCE -> MySqlSource.literal(shard.source());
            case SHARD_DATABASE -> MySqlSource.literal(shard.database());
            case SHARD_TABLE -> MySqlSource.literal(shard.table());
            case COLUMN -> shard.absent().contains(column.source()) ? "NULL" : expression(column);
        };
    }

    private static String expression(ColumnSpec column) {
        return column.expression().isEmpty()
                ? column.type().selectExpression(MySqlSource.quote(column.source()))
                : column.expression();
    }

    /** The whole statement that reads a shard. */
    public String select(Shard shard) {
        return "SELECT " + String.join(", ", selectList(shard)) + " FROM " + MySqlSource.quote(shard.database()) + "."
                + MySqlSource.quote(shard.table());
    }

    /** Whether a column names the shard, so that each shard needs a statement of its own. */
    public boolean namesShards() {
        return columns.stream().anyMatch(column -> column.origin() != ColumnSpec.Origin.COLUMN);
    }

    /** JSON text, for the control topic and the plan's folder. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", target);
        json.put("topic", topic);
        json.put("connector", connector);
        json.put("comment", comment);
        List<Object> list = new ArrayList<>();
        for (ColumnSpec column : columns) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("origin", column.origin().name());
            one.put("source", column.source());
            one.put("name", column.name());
            one.put("mysqlType", column.mySqlType());
            one.put("targetType", column.targetType());
            one.put("nullable", column.nullable());
            one.put("comment", column.comment());
            if (!column.expression().isEmpty()) {
                one.put("expression", column.expression());
            }
            list.add(one);
        }
        json.put("columns", list);
        json.put("key", new ArrayList<Object>(key));
        List<Object> tables = new ArrayList<>();
        for (Shard shard : shards) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (!shard.source().isEmpty()) {
                one.put("source", shard.source());
            }
            one.put("database", shard.database());
            one.put("table", shard.table());
            if (!shard.absent().isEmpty()) {
                one.put("absent", new ArrayList<Object>(shard.absent()));
            }
            tables.add(one);
        }
        json.put("shards", tables);
        if (!ignored.isEmpty()) {
            json.put("ignored", new ArrayList<Object>(ignored));
        }
        if (buckets > 0) {
            json.put("buckets", buckets);
        }
        if (stream != null) {
            Map<String, Object> live = new LinkedHashMap<>();
            live.put("topic", stream.topic());
            live.put("connector", stream.connector());
            live.put("deletes", stream.deletes().name());
            live.put("cascades", stream.cascades().name());
            json.put("stream", live);
        }
        return Json.write(json);
    }

    /**
     * Reads {@link #toJson()}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static TableSpec fromJson(String text) {
        Map<?, ?> json = map(Json.parse(text));
        List<ColumnSpec> columns = new ArrayList<>();
        for (Object element : list(json.get("columns"))) {
            Map<?, ?> one = map(element);
            columns.add(new ColumnSpec(
                    ColumnSpec.Origin.valueOf(string(one, "origin")),
                    string(one, "source"),
                    string(one, "name"),
                    string(one, "mysqlType"),
                    string(one, "targetType"),
                    Boolean.TRUE.equals(one.get("nullable")),
                    string(one, "comment"),
                    one.containsKey("expression") ? string(one, "expression") : ""));
        }
        List<String> key = texts(json.get("key"));
        List<Shard> shards = new ArrayList<>();
        for (Object element : list(json.get("shards"))) {
            Map<?, ?> one = map(element);
            shards.add(new Shard(
                    one.containsKey("source") ? string(one, "source") : "",
                    string(one, "database"),
                    string(one, "table"),
                    one.containsKey("absent") ? texts(one.get("absent")) : List.of()));
        }
        return new TableSpec(
                string(json, "target"),
                string(json, "topic"),
                string(json, "connector"),
                string(json, "comment"),
                columns,
                key,
                shards,
                json.containsKey("ignored") ? texts(json.get("ignored")) : List.of(),
                json.containsKey("stream") ? stream(map(json.get("stream"))) : null,
                json.get("buckets") instanceof Number buckets ? buckets.intValue() : 0);
    }

    private static Stream stream(Map<?, ?> live) {
        return new Stream(
                string(live, "topic"),
                string(live, "connector"),
                Deletes.valueOf(string(live, "deletes")),
                Cascades.valueOf(string(live, "cascades")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("not a table description");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("not a table description");
    }

    private static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static String string(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("not a table description: " + key + " is missing");
    }
}
