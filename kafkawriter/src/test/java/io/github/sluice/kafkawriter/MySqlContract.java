package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.list;
import static io.github.sluice.kafkawriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.datax.PluginManual;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.type.MySqlType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A table with every row of the type table, from a real MySQL through mysqlreader into the topic. */
abstract class MySqlContract {
    private static final String MARKER = "pl4int3xt-MARKER";
    private static final int MANY = 3_000;

    /** Column type, then the SQL and the wire value of a full row, a row of extremes, and a row of zeros. */
    private static final Object[][] TYPES = {
        {"tinyint", "5", 5L, "-128", -128L, "0", 0L},
        {"tinyint unsigned", "5", 5L, "255", 255L, "0", 0L},
        {"tinyint(1)", "1", 1L, "-1", -1L, "0", 0L},
        {"smallint", "5", 5L, "-32768", -32768L, "0", 0L},
        {"mediumint unsigned", "5", 5L, "16777215", 16777215L, "0", 0L},
        {"int", "5", 5L, "-2147483648", -2147483648L, "0", 0L},
        {"int unsigned", "5", 5L, "4294967295", 4294967295L, "0", 0L},
        {"bigint", "5", 5L, "-9223372036854775808", Long.MIN_VALUE, "0", 0L},
        {"bigint unsigned", "5", "5", "18446744073709551615", "18446744073709551615", "0", "0"},
        {"year", "2024", 2024L, "2155", 2155L, "0", 0L},
        {"bit(1)", "b'1'", 1L, "b'1'", 1L, "b'0'", 0L},
        {"bit(8)", "b'101'", 5L, "b'11111111'", 255L, "b'0'", 0L},
        {"bit(64)", "5", "5", "18446744073709551615", "18446744073709551615", "0", "0"},
        {"decimal(20,6)", "12.5", "12.500000", "-99999999999999.999999", "-99999999999999.999999", "0", "0.000000"},
        {"decimal(65,0)", "7", "7", "9".repeat(65), "9".repeat(65), "0", "0"},
        {"float", "0.1", 0.10000000149011612, "-3.4e38", (double) -3.4e38f, "0", 0.0},
        {"double", "0.1", 0.1, "1.7976931348623157e308", Double.MAX_VALUE, "0", 0.0},
        {"date", "'2024-02-29'", "2024-02-29", "'9999-12-31'", "9999-12-31", "'0000-00-00'", null},
        {
            "datetime",
            "'2024-02-29 01:02:03'",
            "2024-02-29 01:02:03",
            "'9999-12-31 23:59:59'",
            "9999-12-31 23:59:59",
            "'0000-00-00 00:00:00'",
            null
        },
        {
            "datetime(6)",
            "'2024-02-29 01:02:03.000001'",
            "2024-02-29 01:02:03.000001",
            "'9999-12-31 23:59:59.999999'",
            "9999-12-31 23:59:59.999999",
            "'2024-00-01 00:00:00'",
            null
        },
        {
            "timestamp",
            "'2024-02-29 01:02:03'",
            "2024-02-29 01:02:03",
            "'2038-01-19 11:14:07'",
            "2038-01-19 11:14:07",
            "'0000-00-00 00:00:00'",
            null
        },
        {
            "timestamp(3)",
            "'2024-02-29 01:02:03.120'",
            "2024-02-29 01:02:03.120000",
            "'2038-01-19 11:14:07.999'",
            "2038-01-19 11:14:07.999000",
            "'2001-01-01 00:00:00.000'",
            "2001-01-01 00:00:00"
        },
        {"time", "'01:02:03'", "01:02:03", "'-838:59:59'", "-838:59:59", "'00:00:00'", "00:00:00"},
        {"time(6)", "'01:02:03.5'", "01:02:03.500000", "'838:59:58.999999'", "838:59:58.999999", "'0'", "00:00:00"},
        {"char(20)", "'中文'", "中文", "'" + MARKER + "'", MARKER, "''", ""},
        {
            "varchar(200)",
            "'tab\\tquote\"line\\nback\\\\slash 😀'",
            "tab\tquote\"line\nback\\slash 😀",
            "'" + MARKER + "'",
            MARKER,
            "''",
            ""
        },
        {"text", "'null'", "null", "'" + MARKER + "'", MARKER, "''", ""},
        {"longtext", "'中'", "中", "REPEAT('长', 20000)", "长".repeat(20000), "''", ""},
        {"enum('a','b,c')", "'b,c'", "b,c", "'a'", "a", "'a'", "a"},
        {"set('x','y')", "'x,y'", "x,y", "'y'", "y", "''", ""},
        {"binary(4)", "x'00ff'", "AP8AAA==", "x'ffffffff'", "/////w==", "''", "AAAAAA=="},
        {"varbinary(20)", "x'00ff80'", "AP+A", "'" + MARKER + "'", base64(MARKER), "''", ""},
        {"blob", "x'c328'", "wyg=", "'" + MARKER + "'", base64(MARKER), "''", ""},
        {
            "json",
            "'{\"b\": 1, \"a\": \"中\"}'",
            "{\"a\": \"中\", \"b\": 1}",
            "'[\"" + MARKER + "\"]'",
            "[\"" + MARKER + "\"]",
            "'{}'",
            "{}"
        },
    };

    abstract WriterHouse house();

    abstract MySqlServer mysql();

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> reader(String table, Object... selected) {
        return map(
                "name",
                "mysqlreader",
                "parameter",
                map(
                        "username",
                        mysql().username(),
                        "password",
                        mysql().password(),
                        "column",
                        list(selected),
                        "splitPk",
                        "id",
                        "connection",
                        List.of(map("table", List.of(table), "jdbcUrl", List.of(mysql().jdbcUrl("src"))))));
    }

    private Connection connect() throws Exception {
        try (Connection root =
                DriverManager.getConnection(mysql().jdbcUrl(""), mysql().username(), mysql().password())) {
            root.createStatement().execute("CREATE DATABASE IF NOT EXISTS src");
        }
        Connection connection =
                DriverManager.getConnection(mysql().jdbcUrl("src"), mysql().username(), mysql().password());
        connection.createStatement().execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+08:00'");
        return connection;
    }

    @Test
    @DisplayName("inventory #120: every type of the type table arrives as the table says, and nothing leaks on the way")
    void everyTypeArrives() throws Exception {
        Map<Long, Object[]> expected = new TreeMap<>();
        List<Object> columns = new ArrayList<>(list(map("name", "id", "type", "bigint")));
        List<Object> selected = new ArrayList<>(list("id"));
        createAllTypes(expected, columns, selected);
        Path place = house().manifestPlace();
        Map<String, Object> writer = house().writer("all-types", Key.WRITE_TYPE, "json", Key.COLUMN, columns);
        writer.put(Key.KEY_COLUMNS, List.of("id"));
        writer.put(Key.ENCRYPTION_KEY, "env:SLUICE_TEST_KEY");
        writer.put(Key.MANIFEST_PATH, place.toString());
        writer.put(Key.TOPIC_NUM_PARTITION, 4);

        DataxResult result = house().run(house().job(3, reader("all_types", selected.toArray()), writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.acked()).isEqualTo(expected.size());
        assertThat(manifest.zeroDates()).isEqualTo(4);
        Map<Long, Object[]> arrived = open("all-types", manifest.schema());
        assertThat(arrived.keySet()).isEqualTo(expected.keySet());
        FingerprintAccumulator sums = new FingerprintAccumulator(manifest.schema());
        for (Map.Entry<Long, Object[]> row : expected.entrySet()) {
            Object[] wire = arrived.get(row.getKey());
            for (int i = 0; i < wire.length; i++) {
                assertThat(wire[i])
                        .as("row %d, %s", row.getKey(), manifest.columns().get(i))
                        .isEqualTo(row.getValue()[i]);
            }
            sums.add(row.getValue());
        }
        assertThat(manifest.fingerprint()).as("of the values as MySQL has them").isEqualTo(sums.snapshot());
        nothingLeaks(result, place);
    }

    private void createAllTypes(Map<Long, Object[]> expected, List<Object> columns, List<Object> selected)
            throws Exception {
        StringBuilder ddl = new StringBuilder("CREATE TABLE all_types (id BIGINT PRIMARY KEY");
        List<List<String>> rows = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Object[][] wire = new Object[4][TYPES.length + 1];
        for (int i = 0; i < TYPES.length; i++) {
            String type = (String) TYPES[i][0];
            String name = "c" + i;
            ddl.append(", ").append(name).append(' ').append(type).append(" NULL");
            columns.add(map("name", name, "type", type));
            selected.add(MySqlType.parse(type).selectExpression("`" + name + "`"));
            for (int row = 0; row < 3; row++) {
                rows.get(row).add((String) TYPES[i][1 + 2 * row]);
                wire[row][i + 1] = TYPES[i][2 + 2 * row];
            }
        }
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(ddl.append(")").toString());
            for (int row = 0; row < 3; row++) {
                sql.execute(
                        "INSERT INTO all_types VALUES (" + (row + 1) + ", " + String.join(", ", rows.get(row)) + ")");
            }
            sql.execute("INSERT INTO all_types (id) VALUES (4)");
        }
        for (long row = 0; row < 4; row++) {
            wire[(int) row][0] = row + 1;
            expected.put(row + 1, wire[(int) row]);
        }
    }

    private Map<Long, Object[]> open(String topic, RowSchema schema) throws Exception {
        EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromHex(Jobs.HEX_KEY));
        RowCodec codec = new RowCodec(schema);
        Map<Long, Object[]> rows = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : house().records(topic)) {
            Object[] wire = codec.decode(opener.open(record.value()));
            assertThat(rows.put((Long) wire[0], wire))
                    .as("row %s twice", wire[0])
                    .isNull();
        }
        return rows;
    }

    /** Neither a value nor the key is in DataX's log, on its console, in the manifest or in the broker's folder. */
    private void nothingLeaks(DataxResult result, Path manifest) throws Exception {
        List<byte[]> secrets = new ArrayList<>();
        for (String secret : List.of(MARKER, base64(MARKER).substring(0, 16), Jobs.HEX_KEY)) {
            secrets.add(secret.getBytes(StandardCharsets.UTF_8));
        }
        secrets.add(java.util.HexFormat.of().parseHex(Jobs.HEX_KEY));
        assertThat(result.output()).doesNotContain(MARKER).doesNotContainIgnoringCase(Jobs.HEX_KEY);
        List<Path> files = new ArrayList<>(List.of(manifest));
        for (Path root :
                List.of(house().home.folder().resolve("log"), house().broker.logDir())) {
            try (Stream<Path> tree = Files.walk(root)) {
                tree.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            for (byte[] secret : secrets) {
                assertThat(contains(content, secret))
                        .as("%s holds a secret", file)
                        .isFalse();
            }
        }
    }

    private static boolean contains(byte[] content, byte[] part) {
        // Latin-1 maps each byte to one character
        return new String(content, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Test
    @DisplayName("inventory #170, #178: dirty rows are counted once and masked in every log")
    void dirtyRowsAreMasked() throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE dirty (id BIGINT PRIMARY KEY, n VARCHAR(50))");
            sql.execute("INSERT INTO dirty VALUES (1, '1'), (2, '" + MARKER + "'), (3, '3')");
        }
        Path place = house().manifestPlace();
        Map<String, Object> writer = house().writer("dirty", Key.WRITE_TYPE, "json");
        writer.put(Key.COLUMN, List.of("id", map("name", "n", "type", "int")));
        writer.put(Key.MANIFEST_PATH, place.toString());

        DataxResult result = house().run(house().job(1, reader("dirty", "id", "n"), writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics())
                .hasValueSatisfying(s -> assertThat(s.failedRecords()).isEqualTo(1));
        assertThat(result.output())
                .contains("column n: not a number")
                .contains("[STRING, " + MARKER.length() + " characters]")
                .doesNotContain(MARKER);
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.pulled()).isEqualTo(3);
        assertThat(manifest.acked()).isEqualTo(2);
        assertThat(manifest.dirty()).isEqualTo(1);
    }

    @Test
    void aDateThatDataXWouldCutEndsTheJobWithWhatToSelect() throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE cut (id BIGINT PRIMARY KEY, at DATETIME(6))");
            sql.execute("INSERT INTO cut VALUES (1, '2024-01-01 00:00:00.123456')");
        }
        Map<String, Object> writer = house().writer("cut", Key.WRITE_TYPE, "json");
        writer.put(Key.COLUMN, List.of("id", map("name", "at", "type", "datetime(6)")));

        DataxResult result = house().run(house().job(1, reader("cut", "id", "at"), writer));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("KafkaWriter-09").contains("CAST(`at` AS CHAR)");
    }

    @Test
    @DisplayName("inventory #40: the tasks of a split table write disjoint rows, and together all of them")
    void aSplitTableArrivesWhole() throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE many (id BIGINT PRIMARY KEY, v VARCHAR(40))");
            sql.execute("SET SESSION cte_max_recursion_depth = 100000");
            sql.execute("INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + MANY + ") SELECT i, MD5(i) FROM n");
        }
        Path place = house().manifestPlace();
        Map<String, Object> writer = house().writer("many", Key.WRITE_TYPE, "json");
        writer.put(Key.COLUMN, List.of(map("name", "id", "type", "bigint"), map("name", "v", "type", "varchar(40)")));
        writer.put(Key.KEY_COLUMNS, List.of("id"));
        writer.put(Key.ENCRYPTION_KEY, "env:SLUICE_TEST_KEY");
        writer.put(Key.MANIFEST_PATH, place.toString());
        writer.put(Key.TOPIC_NUM_PARTITION, 3);

        DataxResult result = house().run(house().job(4, reader("many", "id", "v"), writer));

        assertThat(result.exitCode()).as(result.output()).isZero();
        RunManifest manifest = WriterHouse.manifest(place);
        Map<Long, Object[]> arrived = open("many", manifest.schema());
        FingerprintAccumulator source = new FingerprintAccumulator(manifest.schema());
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT id, v FROM many")) {
            while (rows.next()) {
                Object[] wire = {rows.getLong(1), rows.getString(2)};
                assertThat(arrived.get(wire[0])).containsExactly(wire);
                source.add(wire);
            }
        }
        assertThat(manifest.fingerprint()).isEqualTo(source.snapshot());
        assertThat(manifest.acked()).isEqualTo(MANY);
    }

    @Test
    void theSecondJobOfTheManualRuns() throws Exception {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "CREATE TABLE orders (id BIGINT PRIMARY KEY, amount DECIMAL(20,6), created_at DATETIME(6), note TEXT)");
            sql.execute("INSERT INTO orders VALUES (1, 1.5, '2024-01-02 03:04:05.678901', '中'), (2, NULL, NULL, NULL)");
        }
        Path place = house().manifestPlace();
        Path key = Files.writeString(house().folder.resolve("data.key"), Jobs.HEX_KEY);
        String json = new PluginManual(Path.of("doc", "kafkawriter.md"))
                .jobs()
                .get(1)
                .replace("broker1:9092,broker2:9092", house().broker.bootstrapServers())
                .replace(
                        "\"reader\",\n          \"password\"",
                        "\"" + mysql().username() + "\",\n          \"password\"")
                .replace("******", mysql().password())
                .replace("jdbc:mysql://db.internal:3306/shop", mysql().jdbcUrl("src"))
                .replace("/etc/sluice/data.key", key.toString())
                .replace("/var/lib/sluice/orders.manifest.json", place.toString());
        DataxResult result = house().run(Files.writeString(house().folder.resolve("manual-2.json"), json));

        assertThat(result.exitCode()).as(result.output()).isZero();
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.runId()).isEqualTo("orders-20260101");
        Map<Long, Object[]> rows = open("shop_all.orders", manifest.schema());
        assertThat(rows.get(1L)).containsExactly(1L, "1.500000", "2024-01-02 03:04:05.678901", "中");
        assertThat(rows.get(2L)).containsExactly(2L, null, null, null);
    }
}
