package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the type table, stored in a real MySQL, read through DataX's mysqlreader and through the binlog: the same
 * bytes on the wire, whichever way the server writes its binlog.
 */
@Timeout(300)
class TypeTableIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CELL = "\u0001|";
    private static final String ROW = "\u0002.";

    @TempDir
    Path folder;

    /** One value: the column's type for MySQL and for the wire, and the literal. */
    private record Vector(String declared, String wireType, String sql) {}

    @ParameterizedTest
    @MethodSource("io.github.sluice.testbed.mysql.MySqlVersion#ofMySql")
    void everyValueIsTheSameByBothRoads(MySqlVersion version) throws Exception {
        Map<String, List<Vector>> tables = new LinkedHashMap<>();
        for (Vector vector : vectors()) {
            tables.computeIfAbsent(vector.declared(), t -> new ArrayList<>()).add(vector);
        }
        List<List<Vector>> list = new ArrayList<>(tables.values());
        boolean eight = version != MySqlVersion.V5_7_22;
        try (MySqlServer mysql = MySqlServer.start(version, folder.resolve("mysql"))) {
            create(mysql, list);
            Map<String, String> expected = throughDatax(mysql, list);
            assertThat(expected).hasSizeGreaterThan(180);
            List<String> modes = new ArrayList<>(List.of("SET GLOBAL log_bin_use_v1_row_events = ON"));
            modes.add("SET GLOBAL log_bin_use_v1_row_events = OFF");
            if (eight) {
                modes.add("SET GLOBAL binlog_row_metadata = FULL");
            }
            if (version == MySqlVersion.V8_0_31) {
                modes.add("SET GLOBAL binlog_transaction_compression = ON");
                modes.add("SET GLOBAL binlog_row_metadata = MINIMAL");
                modes.add("SET GLOBAL binlog_checksum = NONE");
            }
            for (String mode : modes) {
                mysql.execute(mode);
                assertThat(differences(expected, throughBinlog(mysql, list), list, !eight))
                        .as("%s after %s", version, mode)
                        .isEmpty();
            }
        }
    }

    /** @param jsonByValue whether JSON documents may be written otherwise: 5.7 prints 1.0 as 1 */
    private static List<String> differences(
            Map<String, String> expected, Map<String, String> found, List<List<Vector>> tables, boolean jsonByValue) {
        List<String> differences = new ArrayList<>();
        expected.forEach((key, value) -> {
            String other = found.get(key);
            Vector vector = tables.get(Integer.parseInt(key.substring(0, key.indexOf(' '))))
                    .get(0);
            boolean same = value.equals(other)
                    || (jsonByValue
                            && other != null
                            && vector.wireType().equals("json")
                            && Arrays.equals(equality(vector, value), equality(vector, other)));
            if (!same) {
                differences.add(key + ": DataX " + value + ", binlog " + found.get(key));
            }
        });
        if (!found.keySet().equals(expected.keySet())) {
            differences.add("binlog has " + found.size() + " of " + expected.size());
        }
        return differences;
    }

    private static byte[] equality(Vector vector, String wire) {
        RowCodec codec = codec(vector);
        EqualityForm form = new EqualityForm(codec.schema());
        return form.bytes(1, codec.decode(wire.getBytes(StandardCharsets.UTF_8))[1]);
    }

    private static List<Vector> vectors() throws Exception {
        List<Vector> vectors = new ArrayList<>();
        try (InputStream in = MySqlType.class.getResourceAsStream("/io/github/sluice/wire/vectors/types.json")) {
            for (JsonNode vector : JSON.readTree(in).get("vectors")) {
                String type = vector.get("type").asText();
                vectors.add(new Vector(
                        type.replace(" as text", ""), type, vector.get("sql").asText()));
            }
        }
        for (String charset :
                List.of("gbk", "latin1", "utf8", "utf8mb4", "gb18030", "big5", "ucs2", "utf16", "ascii")) {
            String text = charset.equals("ascii") || charset.equals("latin1") ? "'plain ASCII'" : "'\u4e2d a \u6587'";
            for (String type : List.of("varchar(20)", "char(20)", "text", "char(200)", "varchar(300)")) {
                vectors.add(new Vector(type + " character set " + charset, type, text));
                vectors.add(new Vector(type + " character set " + charset, type, "''"));
                vectors.add(new Vector(type + " character set " + charset, type, "NULL"));
            }
        }
        for (String bytes : List.of("X'80818D8F909D9FA4E9FF'", "X'41'")) {
            vectors.add(new Vector("varchar(20) character set latin1", "varchar(20)", bytes));
        }
        vectors.add(new Vector("enum('\u4e2d','b') character set gbk", "enum('\u4e2d','b')", "'\u4e2d'"));
        vectors.add(new Vector("set('\u4e2d','b') character set gbk", "set('\u4e2d','b')", "'b,\u4e2d'"));
        vectors.add(new Vector("enum('a','b')", "enum('a','b')", "0"));
        vectors.add(new Vector("varchar(20) binary", "varchar(20)", "'x'"));
        vectors.add(new Vector("binary(255)", "binary(255)", "X'00FF00'"));
        vectors.add(new Vector("bit(17)", "bit(17)", "70000"));
        vectors.add(new Vector("time(3)", "time(3)", "'-838:59:59.000'"));
        vectors.add(new Vector("time(1)", "time(1)", "'-00:00:00.5'"));
        vectors.add(new Vector("time(5)", "time(5)", "'-01:02:03.04567'"));
        vectors.add(new Vector("timestamp(4)", "timestamp(4)", "'2038-01-19 11:14:07.9999'"));
        vectors.add(new Vector("date", "date", "'1000-01-01'"));
        vectors.add(new Vector("date", "date", "'1582-10-10'"));
        vectors.add(new Vector("datetime(2)", "datetime(2)", "'0001-01-01 00:00:00.01'"));
        vectors.add(new Vector("decimal(65,0)", "decimal(65,0)", "-" + "9".repeat(65)));
        vectors.add(new Vector("decimal(30,30)", "decimal(30,30)", "-0." + "0".repeat(29) + "1"));
        vectors.add(new Vector("decimal(19,9)", "decimal(19,9)", "-1000000000.000000001"));
        for (String json : List.of(
                "'{\"b\": [1, -1, 70000, -70000, 5000000000, -5000000000, 1.5, \"\u4e2d\"], \"\": {}, \"long\": \""
                        + "x".repeat(300) + "\"}'",
                "CAST(TIME'-12:34:56.5' AS JSON)",
                "CAST(DATE'2024-02-29' AS JSON)",
                "CAST(X'00FF' AS JSON)",
                "CAST(-12.3400 AS JSON)",
                "JSON_ARRAY(1e15, 1e16, 123456789012345680000, 0.1, 1e-14, 1e-15, 1e-16, 2e-44, -1.5e300)",
                "CONCAT('[', REPEAT('12345678,', 9000), '1]')")) {
            vectors.add(new Vector("json", "json", json));
        }
        for (String wkt : List.of(
                "POINT(0.1 -1e20)",
                "LINESTRING(0 0,1.5 1,2 2)",
                "POLYGON((0 0,10 0,10 10,0 0),(1 1,2 1,2 2,1 1))",
                "MULTIPOINT(1 2,3 4)",
                "MULTILINESTRING((0 0,1 1),(2 2,3 3))",
                "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
                "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))")) {
            vectors.add(new Vector("geometry", "geometry as text", "ST_GeomFromText('" + wkt + "')"));
        }
        return vectors;
    }

    private static void create(MySqlServer mysql, List<List<Vector>> tables) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(mysql.jdbcUrl("") + "&jdbcCompliantTruncation=false", "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE v DEFAULT CHARACTER SET utf8mb4");
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+08:00'");
            for (int t = 0; t < tables.size(); t++) {
                List<Vector> vectors = tables.get(t);
                statement.execute("CREATE TABLE v.v" + t + " (id INT PRIMARY KEY, c "
                        + vectors.get(0).declared() + " NULL)");
                for (int i = 0; i < vectors.size(); i++) {
                    statement.execute("INSERT INTO v.v" + t + " VALUES (" + i + ", "
                            + vectors.get(i).sql() + ")");
                }
            }
        }
    }

    private Map<String, String> throughDatax(MySqlServer mysql, List<List<Vector>> tables) throws Exception {
        mysql.execute("CREATE USER datax@'%' IDENTIFIED BY 'pw'", "GRANT SELECT ON v.* TO datax@'%'");
        List<String> queries = new ArrayList<>();
        for (int t = 0; t < tables.size(); t++) {
            MySqlType type = MySqlType.parse(tables.get(t).get(0).wireType());
            String select = type.selectExpression("`c`");
            // the printing writer knows text only; that bytes arrive as they are is proved by the testbed's own test
            select = type.kind() == WireKind.BINARY ? "replace(to_base64(c), '\\n', '')" : select;
            queries.add("select " + t + ", id, c is null, " + select + ", '" + ROW + "' from v" + t);
        }
        Path job = folder.resolve("job.json");
        Path out = folder.resolve("datax-rows");
        Map<String, Object> reader = Map.of(
                "name",
                "mysqlreader",
                "parameter",
                Map.of(
                        "username",
                        "datax",
                        "password",
                        "pw",
                        "connection",
                        List.of(Map.of("jdbcUrl", List.of(mysql.jdbcUrl("v")), "querySql", queries))));
        Map<String, Object> writer = Map.of(
                "name",
                "streamwriter",
                "parameter",
                Map.of("path", folder.toString(), "fileName", "datax-rows", "fieldDelimiter", CELL));
        JSON.writeValue(
                job.toFile(),
                Map.of(
                        "core",
                        Map.of("container", Map.of("taskGroup", Map.of("sleepInterval", 20))),
                        "job",
                        Map.of(
                                "setting",
                                Map.of("speed", Map.of("channel", 1)),
                                "content",
                                List.of(Map.of("reader", reader, "writer", writer)))));
        DataxResult result = DataxHome.create(folder.resolve("datax")).run(job, Map.of());
        assertThat(result.exitCode()).as(result.output()).isZero();
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readString(out, StandardCharsets.UTF_8)
                .split(CELL.replace("|", "\\|") + ROW.replace(".", "\\.") + "\n")) {
            String[] cells = line.split(CELL.replace("|", "\\|"), -1);
            int t = Integer.parseInt(cells[0]);
            RowCodec codec = codec(tables.get(t).get(0));
            Object value = cells[2].equals("1") ? null : cells[3];
            rows.put(t + " " + tables.get(t).get(0).declared() + " " + cells[1], wire(codec, cells[1], value));
        }
        return rows;
    }

    private static RowCodec codec(Vector vector) {
        return new RowCodec(new RowSchema(
                List.of(WireColumn.of("id", "int"), WireColumn.of("c", vector.wireType())), List.of("id")));
    }

    private static String wire(RowCodec codec, Object id, Object value) {
        byte[] json = codec.encode(codec.normalise(new Object[] {id, value}));
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Writes all rows anew, moves and deletes them, and demands the same values in every image. */
    private static Map<String, String> throughBinlog(MySqlServer mysql, List<List<Vector>> tables) throws Exception {
        SchemaHistory history;
        try (Connection source = mysql.connect()) {
            history = SchemaReader.read(source);
        }
        String start = Capture.executed(mysql);
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl("v"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'");
            connection.setAutoCommit(false);
            for (int t = 0; t < tables.size(); t++) {
                statement.execute("UPDATE v" + t + " SET id = id + 1000");
                statement.execute("INSERT INTO v" + t + " SELECT id - 1000, c FROM v" + t);
                statement.execute("DELETE FROM v" + t + " WHERE id >= 1000");
                connection.commit();
            }
        }
        Capture capture = new Capture()
                .read(
                        mysql,
                        StartPoint.afterGtidSet(start),
                        table -> table.database().equals("v"),
                        history);
        Map<String, String> rows = new TreeMap<>();
        for (RowChange change : capture.rows) {
            int t = Integer.parseInt(change.table().table().substring(1));
            for (Object[] image : Arrays.asList(change.before(), change.after())) {
                if (image != null) {
                    long id = (Long) image[0] % 1000;
                    String wire = wire(codec(tables.get(t).get(0)), id, image[1]);
                    String key = t + " " + tables.get(t).get(0).declared() + " " + id;
                    String other = rows.put(key, wire);
                    assertThat(other == null || other.equals(wire))
                            .as("%s: %s then %s", key, other, wire)
                            .isTrue();
                }
            }
        }
        long count = tables.stream().mapToLong(List::size).sum();
        assertThat(capture.rows).hasSize((int) (3 * count));
        return rows;
    }
}
