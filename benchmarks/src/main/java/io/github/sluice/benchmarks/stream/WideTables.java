package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The tables that every measurement of the stream uses: 20 physical ones of 24 columns of many types, shards of 4
 * logical ones, and the changes that are made in them.
 */
public final class WideTables {
    /** Their database. */
    public static final String DATABASE = "shop";

    /** Wire columns of the record key: ids repeat between shards. */
    static final List<String> KEY = List.of("table_name", "id");

    /** Logical tables, {@code t0} to {@code t3}. */
    public static final int LOGICAL = 4;

    private static final int SHARDS = 5;
    private static final int ROWS_PER_STATEMENT = 10;
    private static final int CHANGES_PER_TRANSACTION = 10;

    /** {@code COLUMN_TYPE} by column, as {@code information_schema} writes it. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("Id", "bigint unsigned");
        COLUMNS.put("CompanyId", "bigint");
        COLUMNS.put("Qty", "int unsigned");
        COLUMNS.put("Small", "smallint");
        COLUMNS.put("Tiny", "tinyint unsigned");
        COLUMNS.put("Price", "decimal(20,6)");
        COLUMNS.put("Rate", "double");
        COLUMNS.put("Fl", "float");
        COLUMNS.put("UserName", "varchar(200)");
        COLUMNS.put("Remark", "text");
        COLUMNS.put("CreateTime", "datetime(3)");
        COLUMNS.put("UpdateTime", "timestamp(3)");
        COLUMNS.put("TsPlain", "timestamp");
        COLUMNS.put("BirthDay", "date");
        COLUMNS.put("WorkTime", "time(3)");
        COLUMNS.put("Ext", "json");
        COLUMNS.put("Raw", "blob");
        COLUMNS.put("Enabled", "bit(1)");
        COLUMNS.put("Flags", "bit(12)");
        COLUMNS.put("Status", "enum('new','paid','已发货','cancelled')");
        COLUMNS.put("Tags", "set('a','b','c','红色')");
        COLUMNS.put("Yr", "year");
        COLUMNS.put("NullCol", "varchar(20)");
        COLUMNS.put("Amount", "decimal(38,10)");
    }

    private static final List<String> NAMES =
            List.of("张三", "李四😀", "O'Brien \"q\"", "王五🚀测试", "plain ascii name", "黑龙江省哈尔滨市南岗区\t\n");
    private static final List<String> TAGS = List.of("a", "a,b", "b,c,红色", "");

    private WideTables() {}

    /** {@code COLUMN_TYPE} by source column. */
    public static Map<String, String> types() {
        return Map.copyOf(COLUMNS);
    }

    /** Wire column by source column, in wire order. */
    public static Map<String, String> mapping() {
        Map<String, String> mapping = new LinkedHashMap<>();
        COLUMNS.keySet()
                .forEach(name -> mapping.put(
                        name, name.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT)));
        return mapping;
    }

    /** Rows as the streamer writes them, without {@code __op}. */
    public static RowSchema schema() {
        List<WireColumn> columns = new ArrayList<>();
        Map<String, String> names = mapping();
        COLUMNS.forEach(
                (source, type) -> columns.add(WireColumn.of(Objects.requireNonNull(names.get(source), source), type)));
        columns.add(WireColumn.bare("table_name"));
        return new RowSchema(columns, KEY);
    }

    /** The streamer's file of one logical table of such shards, as {@code sluice plan} writes it. */
    public static String tableFile(String key, String topic, String expression) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("key", key);
        file.put("topic", topic);
        file.put("need_table", true);
        file.put("complete_regex", false);
        file.put("regex", expression);
        file.put("column_mapping", mapping());
        file.put("types", types());
        file.put("key_columns", KEY);
        return Json.write(file);
    }

    /** The columns and the key, as they stand between the brackets of CREATE TABLE. */
    static String definition() {
        return COLUMNS.entrySet().stream()
                        .map(column -> column.getKey() + " " + column.getValue() + nullability(column.getKey()))
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (Id), KEY k_company (CompanyId)";
    }

    private static String nullability(String column) {
        return List.of("Id", "CompanyId", "Qty", "Price", "CreateTime").contains(column) ? " NOT NULL" : " NULL";
    }

    /** Makes the database and its 20 empty tables. */
    public static void create(MySqlServer server) {
        List<String> statements = new ArrayList<>(List.of("CREATE DATABASE " + DATABASE));
        for (int i = 0; i < LOGICAL * SHARDS; i++) {
            statements.add("CREATE TABLE " + name(i) + " (" + definition() + ") DEFAULT CHARSET = utf8mb4");
        }
        server.execute(statements.toArray(String[]::new));
    }

    private static String name(int table) {
        return DATABASE + ".t" + table / SHARDS + "_" + table % SHARDS;
    }

    /** An expression for the whole names of a logical table's shards. */
    static String expression(int logical) {
        return DATABASE + "\\.t" + logical + "_\\d+";
    }

    /** One connection that changes the tables; ids are counted up, the oldest are deleted. One thread. */
    public static final class Writer implements AutoCloseable {
        private static final String INSERT = "(" + "?,".repeat(23) + "?)";

        private final Connection connection;
        private final List<PreparedStatement> inserts = new ArrayList<>();
        private final List<PreparedStatement> updates = new ArrayList<>();
        private final List<PreparedStatement> deletes = new ArrayList<>();
        private final Random random;
        private final long[] newest = new long[LOGICAL * SHARDS];
        private final long[] oldest = new long[LOGICAL * SHARDS];
        private long changes;
        // apart: a common turn would give some tables all inserts and others all deletes
        private int nextInsert;
        private int nextUpdate;
        private int nextDelete;

        /** @param seed the same one makes the same changes */
        public Writer(MySqlServer server, long seed) throws SQLException {
            random = new Random(seed);
            connection = server.connect();
            connection.setAutoCommit(false);
            for (int i = 0; i < LOGICAL * SHARDS; i++) {
                String rows = (INSERT + ",").repeat(ROWS_PER_STATEMENT - 1) + INSERT;
                inserts.add(connection.prepareStatement("INSERT INTO " + name(i) + " VALUES " + rows));
                updates.add(connection.prepareStatement(
                        "UPDATE " + name(i) + " SET Qty = ?, UserName = ?, UpdateTime = ?, Price = ? WHERE Id = ?"));
                deletes.add(connection.prepareStatement("DELETE FROM " + name(i) + " WHERE Id = ?"));
            }
        }

        /** Row changes so far. */
        public long changes() {
            return changes;
        }

        /** One statement that inserts ten rows, in a transaction of its own. */
        public void insert() throws SQLException {
            int table = nextInsert++ % newest.length;
            PreparedStatement statement = inserts.get(table);
            int at = 1;
            for (int i = 0; i < ROWS_PER_STATEMENT; i++) {
                at = row(statement, at, ++newest[table]);
            }
            statement.executeUpdate();
            connection.commit();
            changes += ROWS_PER_STATEMENT;
        }

        private int row(PreparedStatement s, int first, long id) throws SQLException {
            int at = first;
            s.setLong(at++, id);
            s.setLong(at++, random.nextInt(1000));
            s.setLong(at++, id % 7 == 0 ? 4_294_967_295L : random.nextInt(1_000_000));
            s.setInt(at++, random.nextInt(65_536) - 32_768);
            s.setInt(at++, random.nextInt(256));
            s.setString(at++, random.nextInt(1_000_000) + "." + (100_000 + random.nextInt(900_000)));
            s.setDouble(at++, random.nextDouble());
            s.setFloat(at++, random.nextFloat());
            s.setString(at++, NAMES.get(random.nextInt(NAMES.size())) + id);
            s.setString(at++, ("备注信息第" + id + "条 remark text ").repeat(3));
            s.setString(
                    at++,
                    "2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9) + " 1" + random.nextInt(10) + ":0"
                            + random.nextInt(10) + ":00." + (100 + random.nextInt(900)));
            s.setString(
                    at++,
                    "2025-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9) + " 08:00:00."
                            + (100 + random.nextInt(900)));
            s.setString(at++, "2025-01-0" + (1 + random.nextInt(9)) + " 23:59:59");
            s.setString(at++, "19" + (70 + random.nextInt(30)) + "-02-1" + random.nextInt(10));
            s.setString(at++, random.nextInt(20) + ":30:15.250");
            s.setString(
                    at++, "{\"k\":" + id + ",\"name\":\"值" + id + "\",\"arr\":[1,2.5,true,null],\"o\":{\"x\":\"y\"}}");
            byte[] raw = new byte[40];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (byte) (32 + random.nextInt(90));
            }
            s.setBytes(at++, raw);
            s.setInt(at++, random.nextInt(2));
            s.setInt(at++, random.nextInt(4096));
            s.setInt(at++, 1 + random.nextInt(4));
            s.setString(at++, TAGS.get(random.nextInt(TAGS.size())));
            s.setInt(at++, 2000 + random.nextInt(30));
            s.setString(at++, null);
            s.setString(
                    at++,
                    random.nextInt(1_000_000) + "1234567890123456789."
                            + (1_000_000_000L + random.nextInt(1_000_000_000)));
            return at;
        }

        /** Ten updates of one row each, in one transaction. */
        public void update() throws SQLException {
            for (int i = 0; i < CHANGES_PER_TRANSACTION; i++) {
                int table = nextUpdate++ % newest.length;
                long id = oldest[table] + 1 + random.nextInt((int) (newest[table] - oldest[table]));
                PreparedStatement statement = updates.get(table);
                statement.setLong(1, random.nextInt(1 << 30));
                statement.setString(2, NAMES.get(random.nextInt(NAMES.size())) + "u" + changes);
                statement.setString(3, "2025-10-01 00:00:0" + random.nextInt(10) + "." + (100 + changes % 900));
                statement.setString(4, changes + ".123456");
                statement.setLong(5, id);
                one(statement.executeUpdate());
            }
            connection.commit();
        }

        /** Ten deletes of one row each, in one transaction. */
        public void delete() throws SQLException {
            for (int i = 0; i < CHANGES_PER_TRANSACTION; i++) {
                int table = nextDelete++ % newest.length;
                PreparedStatement statement = deletes.get(table);
                statement.setLong(1, ++oldest[table]);
                one(statement.executeUpdate());
            }
            connection.commit();
        }

        private void one(int changed) throws SQLException {
            if (changed != 1) {
                throw new SQLException("a statement that should change one row has changed " + changed);
            }
            changes++;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
