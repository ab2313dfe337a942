package io.github.sluice.testbed.starrocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.catalog.RowOperation.Conditional;
import io.github.sluice.testbed.starrocks.catalog.RowOperation.Delete;
import io.github.sluice.testbed.starrocks.catalog.RowOperation.Partial;
import io.github.sluice.testbed.starrocks.catalog.RowOperation.Upsert;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Section 8.1 at its root: order, atomicity and values of rows in the backing MySQL. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TableStoreIT {
    private static MySqlServer mysql;
    private static Backing backing;
    private static TableStore store;
    private static long nextId;

    @BeforeAll
    static void start() throws Exception {
        mysql = MySqlServer.start(Files.createDirectories(Path.of("target", "stand-in")));
        backing = Backing.open(mysql.jdbcUrl("mysql"), mysql.username(), mysql.password(), "sr__store");
        store = new TableStore(backing);
    }

    @AfterAll
    static void stop() throws Exception {
        if (mysql != null) {
            backing.close();
            try (Connection connection = mysql.connect();
                    Statement statement = connection.createStatement();
                    ResultSet left = statement.executeQuery("SHOW DATABASES LIKE 'sr\\_\\_%'")) {
                assertThat(left.next()).as("closing drops the database").isFalse();
            }
            mysql.close();
        }
    }

    @Test
    void theLastOperationOfAKeyWinsInAnyMixture() throws Exception {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + 3; seed++) {
            try {
                mixture(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    /** Random operations against a map, in one or several writes. */
    private static void mixture(Random random) throws SQLException {
        TableModel table = table(KeyModel.PRIMARY, "id varchar(20)", "n bigint", "s varchar(40)");
        Map<String, Object[]> expected = new TreeMap<>();
        int writes = 1 + random.nextInt(3);
        for (int w = 0; w < writes; w++) {
            Map<String, Object[]> before = new TreeMap<>(expected);
            try (TableWrite write = store.open(table)) {
                for (int i = random.nextInt(9_000); i > 0; i--) {
                    String key =
                            List.of("a", "A", "a ", "ä", "中", "😀", "").get(random.nextInt(7)) + random.nextInt(60);
                    Object[] row = {key, (long) random.nextInt(100), random.nextBoolean() ? null : "it's \\ " + i};
                    switch (random.nextInt(12)) {
                        case 0, 1, 2 -> {
                            write.add(new Delete(new Object[] {key}));
                            expected.remove(key);
                        }
                        case 3 -> {
                            write.add(new Partial(new int[] {0, 2}, row.clone()));
                            Object[] old = expected.get(key);
                            expected.put(key, old == null ? row : new Object[] {key, old[1], row[2]});
                        }
                        case 4 -> {
                            write.add(new Conditional(1, row.clone()));
                            Object[] old = expected.get(key);
                            if (old == null || (long) row[1] >= (long) old[1]) {
                                expected.put(key, row);
                            }
                        }
                        default -> {
                            write.add(new Upsert(row.clone()));
                            expected.put(key, row);
                        }
                    }
                }
                if (random.nextInt(4) > 0) {
                    write.commit();
                } else {
                    expected = before;
                }
            }
        }
        List<String> wanted = expected.values().stream()
                .map(row -> row[0] + "|" + row[1] + "|" + row[2])
                .sorted()
                .toList();
        assertThat(rows(table).stream().sorted().toList()).isEqualTo(wanted);
    }

    @Test
    void nothingIsVisibleBeforeTheCommitAndThenAllAtOnce() throws Exception {
        TableModel table = table(KeyModel.PRIMARY, "id bigint", "v varchar(100)");
        store.apply(table, List.of(new Upsert(new Object[] {1L, "old"}), new Upsert(new Object[] {2L, "old"})));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch stop = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            try {
                while (stop.getCount() > 0) {
                    String seen = rows("SELECT COUNT(*), SUM(c1 = 'new') FROM " + store.backingName(table))
                            .get(0);
                    if (!seen.equals("2|0") && !seen.equals("30000|30000")) {
                        throw new AssertionError("a reader saw " + seen);
                    }
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reader.start();
        try (TableWrite write = store.open(table)) {
            for (long i = 1; i <= 30_000; i++) {
                write.add(new Upsert(new Object[] {i, "new"}));
            }
            write.commit();
        }
        assertThat(rows("SELECT COUNT(*) FROM " + store.backingName(table))).containsExactly("30000");
        stop.countDown();
        reader.join(30_000);
        assertThat(failure.get()).isNull();
    }

    @Test
    void writesToOneTableRunOneAfterTheOther() throws Exception {
        TableModel table = table(KeyModel.PRIMARY, "id bigint", "v bigint");
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (long writer = 0; writer < 4; writer++) {
            long value = writer;
            threads.add(new Thread(() -> {
                try {
                    List<RowOperation> rows = new ArrayList<>();
                    for (long id = 0; id < 12_007; id++) {
                        // each writer in another order: with several at once the server would find deadlocks
                        rows.add(new Upsert(new Object[] {(id * 7919 * (value + 1)) % 12_007, value}));
                    }
                    store.apply(table, rows);
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(failure.get()).isNull();
        assertThat(rows("SELECT COUNT(DISTINCT c1) FROM " + store.backingName(table)))
                .as("the last one wrote every key")
                .containsExactly("1");
    }

    @Test
    void aRefusedRowUndoesTheWholeWriteAndFreesTheTable() throws Exception {
        TableModel table = table(KeyModel.PRIMARY, "id varchar(200)", "v tinyint");
        List<RowOperation> rows = new ArrayList<>();
        for (int i = 0; i < 11_000; i++) {
            rows.add(new Upsert(new Object[] {"k" + i, 1L}));
        }
        rows.add(new Upsert(new Object[] {"k", 128L}));
        assertThatThrownBy(() -> store.apply(table, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column v")
                .hasMessageNotContaining("128");
        rows.set(rows.size() - 1, new Upsert(new Object[] {"x".repeat(129), 1L}));
        assertThatThrownBy(() -> store.apply(table, rows)).isInstanceOf(KeyTooLongException.class);
        assertThat(rows(table)).isEmpty();
        store.apply(table, List.of(new Upsert(new Object[] {"x".repeat(128), 1L})));
        assertThat(rows(table)).hasSize(1);
    }

    @Test
    void everyTypeKeepsItsExtremes() throws Exception {
        TableModel table = table(
                KeyModel.PRIMARY,
                "id largeint",
                "b boolean",
                "t tinyint",
                "s smallint",
                "i int",
                "l bigint",
                "f float",
                "d double",
                "dc decimal(38,10)",
                "ch char(255)",
                "v varchar(1048576)",
                "da date",
                "at datetime",
                "j json",
                "vb varbinary");
        BigInteger most = BigInteger.ONE.shiftLeft(127);
        byte[] bytes = new byte[1_000_000];
        new Random(7).nextBytes(bytes);
        String text = "中".repeat(349_525) + "'";
        store.apply(
                table,
                List.of(
                        new Upsert(new Object[] {
                            most.negate(),
                            false,
                            -128L,
                            -32768L,
                            (long) Integer.MIN_VALUE,
                            Long.MIN_VALUE,
                            (double) Float.MIN_VALUE,
                            Double.MIN_VALUE,
                            new BigDecimal("-9999999999999999999999999999.9999999999"),
                            "",
                            "",
                            LocalDate.of(0, 1, 1),
                            LocalDateTime.of(0, 1, 1, 0, 0),
                            "{\"b\":0,\"a\":1}",
                            new byte[0]
                        }),
                        new Upsert(new Object[] {
                            most.subtract(BigInteger.ONE),
                            true,
                            127L,
                            32767L,
                            (long) Integer.MAX_VALUE,
                            Long.MAX_VALUE,
                            (double) Float.MAX_VALUE,
                            Double.MAX_VALUE,
                            new BigDecimal("9999999999999999999999999999.9999999999"),
                            "\0\1\n",
                            text,
                            LocalDate.of(9999, 12, 31),
                            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                            "[\"\\u0000\"]",
                            bytes
                        })));
        assertThat(rows("SELECT c0,c1,c2,c3,c4,c5,c6=" + (double) Float.MIN_VALUE + ",c7=" + Double.MIN_VALUE
                        + ",c8,c9,c10,c11,c12,c13,c14 FROM " + store.backingName(table) + " ORDER BY c0 LIMIT 1"))
                .containsExactly(most.negate() + "|0|-128|-32768|-2147483648|-9223372036854775808|1|1|"
                        + "-9999999999999999999999999999.9999999999|||0000-01-01|0000-01-01 00:00:00.000000|"
                        + "{\"a\": 1, \"b\": 0}|");
        assertThat(rows("SELECT c0,c1,c2,c3,c4,c5,c6=" + (double) Float.MAX_VALUE + ",c7=" + Double.MAX_VALUE
                        + ",c8,HEX(c9),c11,c12,c13 FROM " + store.backingName(table) + " ORDER BY c0 DESC LIMIT 1"))
                .containsExactly(most.subtract(BigInteger.ONE) + "|1|127|32767|2147483647|9223372036854775807|1|1|"
                        + "9999999999999999999999999999.9999999999|00010A|9999-12-31|9999-12-31 23:59:59.999999|"
                        + "[\"\\u0000\"]");
        Connection connection = backing.borrow();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT c10, c14 FROM " + store.backingName(table) + " ORDER BY c0 DESC LIMIT 1")) {
            row.next();
            assertThat(row.getString(1).equals(text)).isTrue();
            assertThat(java.util.Arrays.equals(row.getBytes(2), bytes)).isTrue();
        }
        backing.giveBack(connection);
    }

    @Test
    void writesLeaveNoTraceInTheBinlogOfTheServer() throws Exception {
        String before = gtids();
        TableModel table = table(KeyModel.DUPLICATE, "id bigint");
        store.apply(table, List.of(new Upsert(new Object[] {1L}), new Upsert(new Object[] {1L})));
        assertThat(rows(table)).containsExactly("1", "1");
        assertThat(gtids()).isEqualTo(before);
    }

    private static String gtids() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@global.gtid_executed")) {
            row.next();
            return row.getString(1);
        }
    }

    private static TableModel table(KeyModel model, String... columns) {
        List<ColumnModel> models = new ArrayList<>();
        for (String column : columns) {
            int blank = column.indexOf(' ');
            boolean key = models.isEmpty();
            models.add(new ColumnModel(
                    models.size(),
                    column.substring(0, blank),
                    StarRocksType.parse(column.substring(blank + 1)),
                    !key,
                    DefaultValue.NONE,
                    false,
                    key,
                    ""));
        }
        TableModel table = new TableModel(
                ++nextId, 0, "db", "t" + nextId, model, models, "", null, List.of(), null, List.of(), Map.of(), 0);
        store.create(table);
        return table;
    }

    private static List<String> rows(TableModel table) throws SQLException {
        String columns = String.join(
                ", ", table.columns().stream().map(store::backingName).toList());
        return rows("SELECT " + columns + " FROM " + store.backingName(table));
    }

    private static List<String> rows(String sql) throws SQLException {
        Connection connection = backing.borrow();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        byte[] cell = rows.getBytes(i);
                        cells.add(cell == null ? "null" : new String(cell, java.nio.charset.StandardCharsets.UTF_8));
                    }
                    found.add(String.join("|", cells));
                }
            }
            return found;
        } finally {
            backing.giveBack(connection);
        }
    }
}
