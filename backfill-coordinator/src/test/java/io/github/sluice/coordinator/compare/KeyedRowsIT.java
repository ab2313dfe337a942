package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.plan.CreateTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Both sides walk through every kind of key in the same order, whatever the chunks: real MySQL with its collations and the
 * StarRocks stand-in.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyedRowsIT {
    private final MySqlServer mysql = SharedServers.mysql();
    private final String database = SharedServers.database(KeyedRowsIT.class);
    private StarRocksStandIn starrocks;
    private Warehouse warehouse;
    private MySqlSource source;

    @BeforeAll
    void start() {
        starrocks = StarRocksStandIn.start(mysql, StandInOptions.defaults());
        warehouse = new Warehouse(new StarRocks(
                List.of(starrocks.feHttp()), starrocks.query(), new Secret("root", null), "ods_" + database, 1, 2));
        warehouse.createDatabase();
        source = new MySqlSource(new Source("127.0.0.1:" + mysql.port(), new Secret("root", null), "+08:00", Map.of()));
    }

    @AfterAll
    void stop() {
        starrocks.close();
    }

    @Test
    void integers() {
        both("ints", "int", "int", "-5", "0", "7", "2147483647", "-2147483648");
        both("bigs", "bigint unsigned", "largeint", "0", "9", "10", "9007199254740993", "18446744073709551615");
        both("bits", "bit(10)", "bigint", "1", "2", "1000", "300");
        both("years", "year", "smallint", "1999", "2024", "2000");
        both("wholes", "decimal(25,0)", "largeint", "-3", "0", "9", "10", "1234567890123456789012345");
    }

    @Test
    void times() {
        both("dates", "date", "date", "'2024-01-02'", "'1999-12-31'", "'1000-01-01'");
        both(
                "moments",
                "datetime(3)",
                "datetime",
                "'2024-01-02 03:04:05'",
                "'2024-01-02 03:04:05.120'",
                "'2024-01-02 03:04:05.1'",
                "'1999-01-01 00:00:00'");
        both("stamps", "timestamp", "datetime", "'2024-01-02 03:04:05'", "'2001-01-02 03:04:05'");
        both(
                "spans",
                "time(3)",
                "varchar(17)",
                "'00:00:00'",
                "'-01:00:00.5'",
                "'100:00:00'",
                "'10:00:00'",
                "'10:00:00.250'");
    }

    @Test
    void texts() {
        both(
                "words",
                "varchar(20) COLLATE utf8mb4_0900_ai_ci",
                "varchar(80)",
                "'a'",
                "'B'",
                "'b2'",
                "'A3'",
                "'é4'",
                "'z'",
                "'码'",
                "'😀'",
                "'ﬀ'",
                "'a\\tb'",
                "''",
                "'it''s'",
                "'back\\\\slash'");
        both("latin", "varchar(20) CHARACTER SET latin1", "varchar(60)", "'a'", "'B'", "'é'", "'z'", "'ü1'");
        both("kinds", "enum('z','b','a','M')", "varchar(4)", "'z'", "'b'", "'a'", "'M'");
        both("prices", "decimal(10,2)", "varchar(13)", "9", "10", "-1.5", "0.25", "100");
    }

    /** The same rows on both sides under a key column of this type. */
    private void both(String table, String type, String targetType, String... keys) {
        mysql.execute("CREATE TABLE " + database + "." + table + " (k " + type + " PRIMARY KEY, n INT)");
        for (int i = 0; i < keys.length; i++) {
            mysql.execute("INSERT INTO " + database + "." + table + " VALUES (" + keys[i] + ", " + i + ")");
        }
        String plainType = type.replaceAll(" (COLLATE|CHARACTER SET) \\S+", "");
        TableSpec spec = new TableSpec(
                table,
                "",
                "",
                "",
                List.of(Tables.required("k", plainType, targetType), Tables.column("n", "int", "int")),
                List.of("k"),
                List.of(),
                null);
        check(spec, Pattern.compile(table, Pattern.LITERAL), keys.length);
    }

    @Test
    void shardsAreStretchesInTheOrderOfTheirNames() {
        for (String shard : List.of("s_1", "s_10", "s_2")) {
            mysql.execute(
                    "CREATE TABLE " + database + "." + shard + " (a INT, b VARCHAR(9), n INT, PRIMARY KEY (a, b))",
                    "INSERT INTO " + database + "." + shard
                            + " VALUES (1, 'b', 1), (1, 'C', 2), (-2, 'x', 3), (2, 'a', 4)");
        }
        TableSpec spec = new TableSpec(
                "merged",
                "",
                "",
                "",
                List.of(
                        Tables.shardColumn("table_name", Origin.SHARD_TABLE),
                        Tables.required("a", "int", "int"),
                        Tables.required("b", "varchar(9)", "varchar(36)"),
                        Tables.column("n", "int", "int")),
                List.of("table_name", "a", "b"),
                List.of(),
                null);
        check(spec, Pattern.compile("s_\\d+"), 12);
        // a shard that is created meanwhile is found by its keys
        KeyOrder order = new KeyOrder(spec);
        try (MySqlRows rows = mysqlRows(spec, order, Pattern.compile("s_\\d+"))) {
            mysql.execute(
                    "CREATE TABLE " + database + ".s_3 (a INT, b VARCHAR(9), n INT, PRIMARY KEY (a, b))",
                    "INSERT INTO " + database + ".s_3 VALUES (5, 'e', 9)",
                    "DROP TABLE " + database + ".s_10");
            List<RowKey> found = new ArrayList<>();
            rows.keys(
                    List.of(new RowKey("s_3", 5L, "e"), new RowKey("s_10", 1L, "b"), new RowKey("s_1", 1L, "c")),
                    wire -> found.add(order.of(wire)));
            // MySQL takes c for C; which of them was asked for is the caller's to say
            assertThat(found).containsExactlyInAnyOrder(new RowKey("s_3", 5L, "e"), new RowKey("s_1", 1L, "C"));
            assertThat(walk(rows, order, 5)).hasSize(9);
            mysql.execute("DROP TABLE " + database + ".s_2");
            assertThat(walk(rows, order, 5))
                    .as("a shard that is gone has no rows")
                    .hasSize(5);
        }
    }

    @Test
    void tablesThatNoColumnTellsApartAreOneStretch() {
        mysql.execute(
                "CREATE TABLE " + database + ".u_1 (k VARCHAR(9) PRIMARY KEY, n INT)",
                "CREATE TABLE " + database + ".u_2 (k VARCHAR(9) PRIMARY KEY, n INT)",
                "INSERT INTO " + database + ".u_1 VALUES ('a', 1), ('C', 2), ('e', 3)",
                "INSERT INTO " + database + ".u_2 VALUES ('b', 1), ('D', 2), ('F', 3)");
        TableSpec spec = new TableSpec(
                "united",
                "",
                "",
                "",
                List.of(Tables.required("k", "varchar(9)", "varchar(36)"), Tables.column("n", "int", "int")),
                List.of("k"),
                List.of(),
                null);
        check(spec, Pattern.compile("u_\\d"), 6);
    }

    private MySqlRows mysqlRows(TableSpec spec, KeyOrder order, Pattern tables) {
        SourceTables wanted = new SourceTables.ByParts(Pattern.compile(database, Pattern.LITERAL), tables);
        Shards shards = new Shards(order, () -> source.tables(wanted));
        return new MySqlRows(mysql -> source, spec, order, shards, true);
    }

    private void check(TableSpec spec, Pattern tables, int expected) {
        KeyOrder order = new KeyOrder(spec);
        try (MySqlRows here = mysqlRows(spec, order, tables);
                StarRocksRows there = new StarRocksRows(warehouse, spec, order)) {
            TreeMap<RowKey, @Nullable Object[]> rows = new TreeMap<>(order);
            here.range(null, null, 1000, wire -> rows.put(order.of(wire), wire.clone()));
            assertThat(rows).as(spec.target()).hasSize(expected);
            copy(spec, rows);
            List<String> sorted = text(rows.values());
            for (int chunk : new int[] {1, 2, 3, 100}) {
                assertThat(walk(here, order, chunk))
                        .as("MySQL %s by %d", spec.target(), chunk)
                        .isEqualTo(sorted);
                assertThat(walk(there, order, chunk))
                        .as("StarRocks %s by %d", spec.target(), chunk)
                        .isEqualTo(sorted);
            }
            List<RowKey> keys = List.copyOf(rows.keySet());
            for (KeyedRows side : List.of(here, there)) {
                RowKey after = keys.get(0);
                RowKey upto = keys.get(keys.size() - 2);
                List<RowKey> some = new ArrayList<>();
                side.range(after, upto, 1000, wire -> some.add(order.of(wire)));
                assertThat(some).as(spec.target()).isEqualTo(keys.subList(1, keys.size() - 1));
                List<RowKey> found = new ArrayList<>();
                side.keys(keys, wire -> found.add(order.of(wire)));
                assertThat(found).as(spec.target()).containsAll(keys);
            }
        }
    }

    /** Chunk after chunk, as a comparison does. */
    private static List<String> walk(KeyedRows rows, KeyOrder order, int chunk) {
        List<String> all = new ArrayList<>();
        RowKey after = null;
        while (true) {
            int before = all.size();
            RowKey[] last = {after};
            rows.range(after, null, chunk, wire -> {
                last[0] = order.of(wire);
                all.add(Arrays.toString(wire));
            });
            after = last[0];
            if (all.size() - before < chunk) {
                return all;
            }
        }
    }

    private static List<String> text(Iterable<@Nullable Object[]> rows) {
        List<String> text = new ArrayList<>();
        rows.forEach(row -> text.add(Arrays.toString(row)));
        return text;
    }

    private void copy(TableSpec spec, Map<RowKey, @Nullable Object[]> rows) {
        warehouse.create(CreateTable.statement(
                spec,
                new StarRocks(
                        List.of(starrocks.feHttp()),
                        starrocks.query(),
                        new Secret("root", null),
                        "ods_" + database,
                        1,
                        2)));
        List<String> tuples = new ArrayList<>();
        for (@Nullable Object[] row : rows.values()) {
            List<String> cells = new ArrayList<>();
            for (Object cell : row) {
                cells.add(
                        cell instanceof String text
                                ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
                                : String.valueOf(cell));
            }
            tuples.add("(" + String.join(", ", cells) + ")");
        }
        warehouse.create(
                "INSERT INTO `ods_" + database + "`.`" + spec.target() + "` VALUES " + String.join(", ", tuples));
    }
}
