package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.data.SourceTable;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every row of every table of the demonstration in both databases, read by JDBC and compared by key: of Sluice it uses
 * the form of a row, and nothing that moves or compares rows.
 */
final class BothSides {
    /** What differs; keys as text. */
    record Differences(long rows, List<String> missing, List<String> stale, List<String> extra) {
        boolean none() {
            return missing.isEmpty() && stale.isEmpty() && extra.isEmpty();
        }
    }

    /** A table's rows by key, and the fingerprint of all of them. */
    private record Rows(Map<String, String> byKey, Fingerprint all) {}

    /** One column: its name in MySQL (empty for the shard's names), its name in StarRocks, its type in MySQL. */
    private record Column(String source, String target, MySqlType type) {}

    private BothSides() {}

    /** Compares. The two must not change meanwhile for the answer to mean anything. */
    static Differences compare(DemoData data, Connection mysql, Connection starRocks) throws SQLException {
        try (Statement statement = mysql.createStatement()) {
            // the driver asks for each column in its own charset; the bytes are read here
            statement.execute("SET character_set_results = utf8mb4");
        }
        Differences all = new Differences(0, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        long rows = 0;
        for (String target : DemoProject.TABLES) {
            List<SourceTable> shards = data.tables().stream()
                    .filter(table -> DemoProject.target(table).equals(target))
                    .toList();
            List<String> key = shards.size() > 1
                    ? List.of("db_name", "table_name", "id")
                    : List.of(plain(shards.get(0).keyColumn()).equals("customerid") ? "customer_id" : "id");
            List<Column> columns = columns(mysql, starRocks, shards, target);
            Rows source = source(mysql, shards, columns, key);
            Rows loaded = target(starRocks, target, columns, key);
            rows += source.byKey().size();
            int before = all.missing().size() + all.stale().size() + all.extra().size();
            source.byKey().forEach((id, row) -> {
                String there = loaded.byKey().get(id);
                if (there == null) {
                    all.missing().add(target + " " + id);
                } else if (!there.equals(row)) {
                    all.stale().add(target + " " + id);
                }
            });
            loaded.byKey().keySet().stream()
                    .filter(id -> !source.byKey().containsKey(id))
                    .forEach(id -> all.extra().add(target + " " + id));
            int after = all.missing().size() + all.stale().size() + all.extra().size();
            assertThat(source.all().equals(loaded.all()))
                    .as("the fingerprints of %s say the same as its rows", target)
                    .isEqualTo(before == after);
        }
        return new Differences(rows, all.missing(), all.stale(), all.extra());
    }

    private static List<Column> columns(Connection mysql, Connection starRocks, List<SourceTable> shards, String target)
            throws SQLException {
        Map<String, String> targets = new LinkedHashMap<>();
        try (Statement statement = starRocks.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM `" + target + "` LIMIT 1")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                String name = none.getMetaData().getColumnName(i);
                targets.put(plain(name), name);
            }
        }
        List<Column> columns = new ArrayList<>();
        if (shards.size() > 1) {
            for (String name : List.of("db_name", "table_name")) {
                columns.add(new Column("", name, MySqlType.parse("varchar(64)")));
                targets.remove(plain(name));
            }
        }
        try (PreparedStatement select = mysql.prepareStatement("SELECT column_name, column_type FROM"
                + " information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
            select.setString(1, shards.get(0).database());
            select.setString(2, shards.get(0).name());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String name = targets.remove(plain(rows.getString(1)));
                    assertThat(name).as("%s in %s", rows.getString(1), target).isNotNull();
                    columns.add(new Column(rows.getString(1), name, MySqlType.parse(rows.getString(2))));
                }
            }
        }
        assertThat(targets).as("columns of %s that MySQL has not", target).isEmpty();
        return columns;
    }

    /** {@code XMLHttpAgent} and {@code xml_http_agent} alike. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Rows source(Connection mysql, List<SourceTable> shards, List<Column> columns, List<String> key)
            throws SQLException {
        Reading reading = new Reading(columns, key);
        for (SourceTable shard : shards) {
            List<String> expressions = new ArrayList<>();
            for (Column column : columns) {
                expressions.add(
                        column.source().isEmpty()
                                ? "'" + (column.target().equals("db_name") ? shard.database() : shard.name()) + "'"
                                : column.type().selectExpression("`" + column.source() + "`"));
            }
            reading.read(mysql, "SELECT " + String.join(", ", expressions) + " FROM " + shard.quoted());
        }
        return reading.rows();
    }

    private static Rows target(Connection starRocks, String table, List<Column> columns, List<String> key)
            throws SQLException {
        Reading reading = new Reading(columns, key);
        List<String> names =
                columns.stream().map(column -> "`" + column.target() + "`").toList();
        reading.read(starRocks, "SELECT " + String.join(", ", names) + " FROM `" + table + "`");
        return reading.rows();
    }

    /** Rows of one side of one table. */
    private static final class Reading {
        private final List<Column> columns;
        private final RowSchema schema;
        private final RowCodec codec;
        private final FingerprintAccumulator all;
        private final Map<String, String> byKey = new TreeMap<>();

        Reading(List<Column> columns, List<String> key) {
            this.columns = columns;
            this.schema = new RowSchema(
                    columns.stream()
                            .map(column -> new WireColumn(column.target(), column.type()))
                            .toList(),
                    key);
            this.codec = new RowCodec(schema);
            this.all = new FingerprintAccumulator(schema);
        }

        void read(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    Object[] values = new Object[columns.size()];
                    for (int i = 0; i < values.length; i++) {
                        byte[] bytes = rows.getBytes(i + 1);
                        boolean binary = columns.get(i).type().kind() == WireKind.BINARY;
                        values[i] = bytes == null || binary ? bytes : new String(bytes, StandardCharsets.UTF_8);
                    }
                    Object[] wire = codec.normalise(values);
                    StringBuilder id = new StringBuilder();
                    for (int i : schema.identity()) {
                        id.append(id.length() == 0 ? "" : ", ").append(wire[i]);
                    }
                    FingerprintAccumulator one = new FingerprintAccumulator(schema);
                    one.add(wire);
                    all.add(wire);
                    assertThat(byKey.put(id.toString(), one.snapshot().sum()))
                            .as("row %s twice", id)
                            .isNull();
                }
            }
        }

        Rows rows() {
            return new Rows(byKey, all.snapshot());
        }
    }
}
