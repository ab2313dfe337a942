package io.github.sluice.streamer.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.preflight.Finding.Severity;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers of every version tried: first with everything wrong, then put right. */
@Timeout(180)
class PreflightIT {
    private static final int SERVER_ID = 6001;
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @TempDir
    private Path folder;

    private int tables;

    private void tableFile(String key, String mapping, String more) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("tables")).resolve(++tables + ".json"), """
                {"key": "%s", "topic": "t", "need_table": false, "complete_regex": true, "regex": "",
                 "column_mapping": %s%s}
                """.formatted(
                        key, mapping, more));
    }

    private Source source(MySqlServer mysql, String user, int serverId) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret");
        return new Source(
                "rds1",
                List.of(new Host("127.0.0.1", mysql.port())),
                user,
                "file:" + password,
                serverId,
                "+08:00",
                Map.of());
    }

    private static List<String> subjects(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::subject)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.github.sluice.testbed.mysql.MySqlVersion#ofMySql")
    void everyFaultIsFoundAtOnceAndNoneWhereThereIsNone(MySqlVersion version) throws Exception {
        try (MySqlServer mysql = MySqlServer.start(
                version,
                folder,
                "--binlog-format=MIXED",
                "--binlog-row-image=MINIMAL",
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--binlog-ignore-db=hidden")) {
            createTables(mysql);
            mysql.createUser("poor", "secret", "SELECT ON shop.*", "SELECT ON hidden.*", "INSERT ON secret.*");
            try (TableFiles files = files();
                    RegisteredReplica twin = new RegisteredReplica(mysql, SERVER_ID, UUID)) {
                assertThat(twin).isNotNull();
                allFaults(mysql, files.current().routes("rds1"), version);
            }
            putRight(mysql);
            noFaults(mysql, version);
        }
    }

    private static void createTables(MySqlServer mysql) {
        mysql.execute(
                "CREATE DATABASE shop",
                "CREATE DATABASE hidden",
                "CREATE DATABASE secret",
                "CREATE TABLE shop.good (id INT PRIMARY KEY, name VARCHAR(20), note TEXT)",
                "CREATE TABLE shop.keyless (id INT, name VARCHAR(20))",
                "CREATE TABLE shop.by_unique (id INT NOT NULL, name VARCHAR(20), UNIQUE (id))",
                "CREATE TABLE shop.by_nullable (id INT, name VARCHAR(20), UNIQUE (id))",
                "CREATE TABLE shop.by_prefix (name VARCHAR(20) NOT NULL, UNIQUE (name(3)))",
                "CREATE TABLE shop.child (id INT PRIMARY KEY, parent INT,"
                        + " FOREIGN KEY (parent) REFERENCES shop.good (id) ON DELETE CASCADE)",
                "CREATE TABLE shop.careful (id INT PRIMARY KEY, parent INT,"
                        + " FOREIGN KEY (parent) REFERENCES shop.good (id) ON DELETE RESTRICT)",
                "CREATE TABLE shop.widened (id BIGINT PRIMARY KEY)",
                "CREATE TABLE hidden.t (id INT PRIMARY KEY)",
                "CREATE TABLE secret.t (id INT PRIMARY KEY)");
    }

    private TableFiles files() throws IOException {
        String id = "{\"id\": \"id\"}";
        tableFile("shop.good", id, "");
        tableFile("shop.keyless", id, "");
        tableFile("shop.by_unique", id, ", \"key_columns\": [\"id\"]");
        tableFile("shop.by_nullable", id, ", \"key_columns\": [\"id\"]");
        tableFile("shop.by_prefix", "{\"name\": \"name\"}", ", \"key_columns\": [\"name\"]");
        tableFile("shop.child", "{\"id\": \"id\", \"parent\": \"parent\"}", "");
        tableFile("shop.careful", "{\"id\": \"id\", \"parent\": \"parent\"}", "");
        tableFile("shop.widened", id, ", \"types\": {\"id\": \"int\"}");
        tableFile("hidden.t", id, "");
        tableFile("secret.t", id, "");
        tableFile("shop.none", id, "");
        return TableFiles.load(folder.resolve("tables"), Set.of("rds1"));
    }

    private void allFaults(MySqlServer mysql, Routes routes, MySqlVersion version) throws Exception {
        Source poor = source(mysql, "poor", SERVER_ID);
        Host host = poor.hosts().get(0);
        List<Finding> findings;
        try (Connection connection = SourceConnections.open(poor, host)) {
            findings = Preflight.inspect(connection, poor, routes);
            Failure refusal =
                    catchThrowableOfType(Failure.class, () -> Preflight.requireServer(connection, poor, host, routes));
            assertThat(refusal.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refusal.getMessage())
                    .contains("source rds1 (127.0.0.1:" + mysql.port() + "): 4 faults")
                    .contains("binlog_row_image: is MINIMAL, must be FULL; SET GLOBAL binlog_row_image");
        }
        // without the privileges, filters and replicas cannot be seen; the next account can
        assertThat(subjects(findings, Severity.FAULT))
                .containsExactlyInAnyOrder(
                        "binlog_format",
                        "binlog_row_image",
                        "privilege REPLICATION SLAVE",
                        "privilege REPLICATION CLIENT",
                        "shop.keyless",
                        "shop.by_nullable",
                        "shop.by_prefix",
                        "shop.child",
                        "secret.t");
        assertThat(subjects(findings, Severity.DRIFT)).containsExactly("shop.widened");
        assertThat(subjects(findings, Severity.WARNING)).containsExactly("gtid_mode", "11.json");
        assertThat(findings)
                .extracting(Finding::toString)
                .contains(
                        "version: " + versionText(mysql) + ", which was tried",
                        "1.json: leaves out the columns name, note")
                .allSatisfy(line -> assertThat(line).doesNotContain("secret'"));
        assertThat(findings)
                .filteredOn(finding -> finding.severity() != Severity.NOTE)
                .allSatisfy(finding -> assertThat(finding.advice()).isNotBlank());
        assertThat(Preflight.exitCode(findings)).isEqualTo(ExitCode.REFUSED);

        mysql.createUser("seeing", "secret", "SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.*");
        Source seeing = source(mysql, "seeing", SERVER_ID);
        try (Connection connection = SourceConnections.open(seeing, host)) {
            List<String> seen = subjects(Preflight.inspect(connection, seeing, routes), Severity.FAULT);
            assertThat(seen).contains("serverId", "binlog filters").doesNotContain("secret.t");
        }
        Source own = source(mysql, "seeing", 1);
        try (Connection connection = SourceConnections.open(own, host)) {
            assertThat(ServerChecks.check(new Questions(connection), own, routes))
                    .as("the server's own id, on " + version)
                    .anyMatch(finding -> finding.subject().equals("serverId")
                            && finding.found().equals("1 is the server's own"));
        }
    }

    private static String versionText(MySqlServer mysql) throws Exception {
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl(""), "root", "")) {
            return new Questions(connection).one("SELECT VERSION()");
        }
    }

    private void putRight(MySqlServer mysql) throws IOException {
        mysql.execute(
                "SET GLOBAL binlog_format = 'ROW'",
                "SET GLOBAL binlog_row_image = 'FULL'",
                "SET GLOBAL enforce_gtid_consistency = ON",
                "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                "SET GLOBAL gtid_mode = ON");
        for (Path old : Files.list(folder.resolve("tables")).toList()) {
            Files.delete(old);
        }
        tableFile("shop.good", "{\"id\": \"id\"}", "");
        tableFile("shop.by_unique", "{\"id\": \"id\"}", ", \"key_columns\": [\"id\"]");
        tableFile("shop.child", "{\"id\": \"id\"}", ", \"cascades\": \"accept\"");
    }

    private void noFaults(MySqlServer mysql, MySqlVersion version) throws Exception {
        Source seeing = source(mysql, "seeing", SERVER_ID);
        Host host = seeing.hosts().get(0);
        try (TableFiles files = TableFiles.load(folder.resolve("tables"), Set.of("rds1"));
                Connection connection = SourceConnections.open(seeing, host)) {
            Routes routes = files.current().routes("rds1");
            await("the twin is gone").atMost(Duration.ofSeconds(30)).until(() -> {
                mysql.execute("CREATE OR REPLACE VIEW shop.any AS SELECT 1"); // the server notices when it sends
                return subjects(Preflight.inspect(connection, seeing, routes), Severity.FAULT)
                        .isEmpty();
            });
            Preflight.requireServer(connection, seeing, host, routes);
            List<Finding> findings = Preflight.inspect(connection, seeing, routes);
            assertThat(subjects(findings, Severity.WARNING)).containsExactly("shop.child");
            assertThat(Preflight.exitCode(findings)).isEqualTo(ExitCode.DONE);
            if (version == MySqlVersion.V8_0_31) {
                mysql.execute("SET GLOBAL binlog_row_value_options = 'PARTIAL_JSON'");
                assertThat(subjects(Preflight.inspect(connection, seeing, routes), Severity.FAULT))
                        .containsExactly("binlog_row_value_options");
                mysql.execute(
                        "SET GLOBAL binlog_row_value_options = ''", "SET GLOBAL binlog_expire_logs_seconds = 10800");
                assertThat(Preflight.inspect(connection, seeing, routes))
                        .extracting(Finding::toString)
                        .anyMatch(line -> line.startsWith("binlog retention: is 3.0 hours"));
            }
        }
        unreadableList(mysql, seeing, host, version);
        merged(mysql, seeing, host);
    }

    private static void unreadableList(MySqlServer mysql, Source source, Host host, MySqlVersion version)
            throws Exception {
        try (TableFiles none = TableFiles.load(Files.createTempDirectory("none"), Set.of("rds1"));
                RegisteredReplica canal = new RegisteredReplica(mysql, SERVER_ID, null);
                Connection connection = SourceConnections.open(source, host)) {
            assertThat(canal).isNotNull();
            boolean readable = version == MySqlVersion.V8_0_31;
            List<Finding> findings =
                    Preflight.inspect(connection, source, none.current().routes("rds1"));
            assertThat(findings)
                    .filteredOn(finding -> finding.subject().equals("serverId"))
                    .extracting(Finding::severity)
                    .containsExactly(readable ? Severity.FAULT : Severity.WARNING);
            assertThat(new Questions(connection).version())
                    .as("the connection still works")
                    .isNotNull();
        }
    }

    /** Shards whose key cannot tell them apart, and two expressions for one table. */
    private void merged(MySqlServer mysql, Source source, Host host) throws Exception {
        mysql.execute(
                "CREATE DATABASE s1",
                "CREATE DATABASE s2",
                "CREATE TABLE s1.t (id INT PRIMARY KEY)",
                "CREATE TABLE s2.t (id INT PRIMARY KEY)");
        Path shards = Files.createDirectories(folder.resolve("shards"));
        String file = """
                {"key": "%s", "topic": "t", "need_table": %s, "complete_regex": false, "regex": "%s",
                 "column_mapping": {"id": "id"}%s}
                """;
        Files.writeString(shards.resolve("a.json"), file.formatted("a", true, "s\\\\d+\\\\.t", ""));
        List<Finding> findings = new ArrayList<>();
        try (TableFiles files = TableFiles.load(shards, Set.of("rds1"));
                Connection connection = SourceConnections.open(source, host)) {
            findings.addAll(TableChecks.check(connection, files.current().routes("rds1")));
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.found()).contains("cannot tell s2.t from another of its 2 tables");
        });

        Files.writeString(
                shards.resolve("a.json"),
                file.formatted("a", true, "s\\\\d+\\\\.t", ", \"database_column\": \"db_name\""));
        Files.writeString(
                shards.resolve("b.json"), file.formatted("b", true, "s2\\\\..*", ", \"database_column\": \"db_name\""));
        try (TableFiles files = TableFiles.load(shards, Set.of("rds1"));
                Connection connection = SourceConnections.open(source, host)) {
            assertThat(TableChecks.check(connection, files.current().routes("rds1")))
                    .extracting(Finding::severity, Finding::found)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple(
                                    Severity.FAULT,
                                    "s2.t is matched by the expressions of a.json and b.json: exclude it in all but one of them"));
        }
    }
}
