package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaHistoryJson;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.testbed.debezium.DebeziumPrinter;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.testbed.process.ServerClassPath;
import io.github.sluice.wire.position.SourcePosition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables are altered while they are written, and read when all that is over: every row must come with the columns that it
 * had when it was written. The truth is what SELECT gave right after each change; Debezium's engine must agree.
 */
@Timeout(180)
class DdlInMidStreamIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SERVER_ID = 7_900;
    /** Statements; after each one that inserts into a table, what SELECT says is the truth. */
    private static final List<String> SCRIPT = List.of(
            "INSERT INTO t VALUES (1, 'isA', 11)",
            "ALTER TABLE t ADD COLUMN z VARCHAR(20) AFTER id",
            "INSERT INTO t VALUES (2, '77', 'isA', 12)",
            "ALTER TABLE t DROP COLUMN b",
            "INSERT INTO t VALUES (3, '77', 'isA')",
            "ALTER TABLE t CHANGE a renamed VARCHAR(20)",
            "INSERT INTO t VALUES (4, '77', 'isRenamed')",
            "ALTER TABLE t MODIFY z BIGINT UNSIGNED FIRST",
            "INSERT INTO t VALUES (4611686018427387904, 5, 'isRenamed')",
            "ALTER TABLE t ADD COLUMN (e ENUM('x','it''s','a,b') CHARACTER SET gbk, f CHAR(3) CHARACTER SET latin1)",
            "INSERT INTO t VALUES (1, 6, 'isRenamed', 'a,b', 'caf')",
            "ALTER TABLE t MODIFY e ENUM('new','x','it''s','a,b') CHARACTER SET gbk AFTER id",
            "INSERT INTO t VALUES (1, 7, 'it''s', 'isRenamed', 'abc')",
            "RENAME TABLE t TO moved",
            "INSERT INTO moved VALUES (1, 8, 'new', 'isRenamed', 'abc')",
            "CREATE TABLE t LIKE moved",
            "ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, renamed), DROP COLUMN z",
            "INSERT INTO t VALUES (9, 'x', 'other', 'abc')",
            "ALTER TABLE moved CONVERT TO CHARACTER SET utf8mb4, RENAME TO again",
            "INSERT INTO again VALUES (1, 10, 'a,b', '\u4e2d\u6587', 'def')",
            "DROP TABLE t",
            "CREATE TABLE t (only TEXT, id INT PRIMARY KEY)",
            "INSERT INTO t VALUES ('one', 11)",
            "CREATE TABLE late (id INT PRIMARY KEY) DEFAULT CHARSET latin1",
            "ALTER TABLE late ADD name VARCHAR(9) NOT NULL, ADD n DECIMAL(5,2) DEFAULT 1.50",
            "INSERT INTO late VALUES (12, 'n', 2.25)",
            "ALTER TABLE late ADD PARTITION_ID INT, ADD INDEX (name), ALTER n SET DEFAULT 7",
            "INSERT INTO late (id, name) VALUES (13, 'm')",
            "DELETE FROM again ORDER BY id LIMIT 1");

    @TempDir
    Path folder;

    /** A row by name, and the table it was in. */
    private record Row(String table, Map<String, String> values) {}

    @ParameterizedTest
    @MethodSource("io.github.sluice.testbed.mysql.MySqlVersion#ofMySql")
    void columnsAreThoseOfTheirTime(MySqlVersion version) throws Exception {
        try (MySqlServer mysql = MySqlServer.start(version, folder.resolve("mysql"))) {
            SchemaHistory history = prepare(mysql);
            String start = Capture.executed(mysql);
            List<Row> truth = play(mysql);
            Capture capture = new Capture()
                    .read(
                            mysql,
                            StartPoint.afterGtidSet(start),
                            table -> table.database().equals("d"),
                            history);
            assertThat(rows(capture)).isEqualTo(truth);
            goesBackAndForth(mysql, start, history, capture);
            sameAsReadAfresh(mysql, history);
            timestampsAreReadWhateverTheirDefault(mysql);
        }
    }

    /** 5.7 makes the first one NOT NULL by itself, which its statement does not say. */
    private static void timestampsAreReadWhateverTheirDefault(MySqlServer mysql) throws Exception {
        SchemaHistory history;
        try (Connection source = mysql.connect()) {
            history = SchemaReader.read(source);
        }
        String start = Capture.executed(mysql);
        mysql.execute(
                "CREATE TABLE d.stamped (id INT PRIMARY KEY, moment TIMESTAMP)",
                "INSERT INTO d.stamped VALUES (1, '2024-05-06 07:08:09')",
                "ALTER TABLE d.late ADD moment TIMESTAMP",
                "UPDATE d.late SET moment = '2024-05-06 07:08:09' WHERE id = 12");
        Capture capture = new Capture()
                .read(
                        mysql,
                        StartPoint.afterGtidSet(start),
                        table -> table.database().equals("d"),
                        history);
        assertThat(rows(capture))
                .extracting(row -> row.table() + " " + row.values().keySet())
                .containsExactly("stamped [id, moment]", "late [id, name, n, PARTITION_ID, moment]");
        assertThat(rows(capture)).allMatch(row -> row.values().get("moment").endsWith(":08:09"));
    }

    /** From each commit on, with the history stored and read again, rewound to it: the same rows come. */
    private static void goesBackAndForth(MySqlServer mysql, String start, SchemaHistory after, Capture all)
            throws Exception {
        String uuid = start.replaceAll(":.*", "");
        for (int i = 0; i < all.commits.size() - 1; i += 9) {
            String set = uuid + ":1-" + all.commits.get(i).transaction().replaceAll(".*:", "");
            SchemaHistory rewound = SchemaHistoryJson.read(SchemaHistoryJson.write(after));
            rewound.rewindTo(SourcePosition.parse(set));
            Capture rest = new Capture()
                    .read(
                            mysql,
                            StartPoint.afterGtidSet(set),
                            table -> table.database().equals("d"),
                            rewound);
            List<Row> expected = rows(all);
            List<Row> found = rows(rest);
            assertThat(found).isEqualTo(expected.subList(expected.size() - found.size(), expected.size()));
            assertThat(rest.commits).hasSize(all.commits.size() - 1 - i);
        }
    }

    /** What was followed through all the DDL is what the server itself says in the end. */
    private static void sameAsReadAfresh(MySqlServer mysql, SchemaHistory followed) throws Exception {
        followed.forgetBefore(SourcePosition.parse(Capture.executed(mysql)));
        String now = SchemaHistoryJson.write(followed);
        try (Connection source = mysql.connect()) {
            String fresh = SchemaHistoryJson.write(SchemaReader.read(source));
            assertThat(tables(now)).isEqualTo(tables(fresh));
        }
    }

    /** Table by table its definition, whatever numbers definitions have. */
    private static Map<String, String> tables(String history) throws IOException {
        JsonNode root = JSON.readTree(history);
        Map<String, String> tables = new LinkedHashMap<>();
        root.get("tables").get("d").fields().forEachRemaining(table -> {
            JsonNode version = table.getValue().get(0);
            int number = version.get(1).asInt();
            if (number >= 0) {
                tables.put(table.getKey(), root.get("definitions").get(number).toString());
            }
        });
        return tables;
    }

    private static SchemaHistory prepare(MySqlServer mysql) throws Exception {
        mysql.execute(
                "CREATE DATABASE d",
                "CREATE TABLE d.t (id INT PRIMARY KEY, a VARCHAR(20), b INT)",
                "CREATE TABLE d.ready (id INT PRIMARY KEY AUTO_INCREMENT)");
        try (Connection source = mysql.connect()) {
            return SchemaReader.read(source);
        }
    }

    private static List<Row> play(MySqlServer mysql) throws Exception {
        List<Row> truth = new ArrayList<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE d");
            for (String sql : SCRIPT) {
                Row deleted = sql.startsWith("DELETE") ? select(statement, "again", "ASC") : null;
                statement.execute(sql);
                if (sql.startsWith("INSERT")) {
                    truth.add(select(statement, sql.split(" ")[2], "DESC"));
                } else if (deleted != null) {
                    truth.add(deleted);
                }
            }
        }
        return truth;
    }

    private static Row select(Statement statement, String table, String order) throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY id " + order + " LIMIT 1")) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.put(row.getMetaData().getColumnName(i), row.getString(i));
            }
        }
        return new Row(table, values);
    }

    private static List<Row> rows(Capture capture) {
        List<Row> rows = new ArrayList<>();
        for (RowChange change : capture.rows) {
            Object[] image = change.after() == null ? change.before() : change.after();
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < image.length; i++) {
                values.put(
                        change.columns().columns().get(i).name(), image[i] == null ? null : String.valueOf(image[i]));
            }
            rows.add(new Row(change.table().table(), values));
        }
        return rows;
    }

    @Test
    void debeziumAgrees() throws Exception {
        Path printed = folder.resolve("debezium.log");
        try (MySqlServer mysql = MySqlServer.start(folder.resolve("mysql"))) {
            SchemaHistory history = prepare(mysql);
            Process debezium = start(mysql, printed);
            try {
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            assertThat(debezium.isAlive())
                                    .as(Files.readString(printed))
                                    .isTrue();
                            mysql.execute("INSERT INTO d.ready VALUES ()");
                            return !events(printed).isEmpty();
                        });
                String start = Capture.executed(mysql);
                List<Row> truth = play(mysql);
                Capture capture = new Capture()
                        .read(
                                mysql,
                                StartPoint.afterGtidSet(start),
                                table -> table.database().equals("d"),
                                history);
                assertThat(rows(capture)).isEqualTo(truth);
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(events(printed).stream()
                                .filter(row -> !row.table().equals("ready"))
                                .toList())
                        .isEqualTo(truth));
            } finally {
                debezium.destroyForcibly();
            }
        }
    }

    private static Process start(MySqlServer mysql, Path printed) throws IOException {
        String code = DebeziumPrinter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String classPath = code
                + File.pathSeparator
                + ServerClassPath.jars("/io/github/sluice/testbed/debezium.list").stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        DebeziumPrinter.class.getName(),
                        String.valueOf(mysql.port()),
                        String.valueOf(SERVER_ID),
                        "d")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }

    private static List<Row> events(Path printed) throws IOException {
        List<Row> rows = new ArrayList<>();
        if (!Files.exists(printed)) {
            return rows;
        }
        for (String line : Files.readAllLines(printed)) {
            if (line.startsWith("EVENT {") && line.endsWith("}")) {
                JsonNode event = JSON.readTree(line.substring(6));
                JsonNode image = event.get("after").isNull() ? event.get("before") : event.get("after");
                Map<String, String> values = new LinkedHashMap<>();
                image.fields()
                        .forEachRemaining(field -> values.put(
                                field.getKey(),
                                // 3.6.1 leaves its own escape in a member with a comma
                                field.getValue().isNull()
                                        ? null
                                        : field.getValue().asText().replace("\\,", ",")));
                rows.add(new Row(event.get("source").get("table").asText(), values));
            }
        }
        return rows;
    }
}
