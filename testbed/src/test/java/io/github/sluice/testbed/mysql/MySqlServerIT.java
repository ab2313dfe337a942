package io.github.sluice.testbed.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sluice.testbed.process.StartFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MySqlServerIT {
    @TempDir
    private static Path work;

    private static MySqlServer server;

    @BeforeAll
    static void start() {
        server = MySqlServer.start(work, "--binlog-row-metadata=FULL");
    }

    @AfterAll
    static void closeLeavesNoProcessAndNoFolder() throws Exception {
        long pid = server.pid();
        server.close();
        server.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void writesRowEventsWithGtidInTheAskedTimeZoneAndCharacterSet() throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String name : new String[] {
                "version",
                "log_bin",
                "binlog_format",
                "binlog_row_image",
                "gtid_mode",
                "enforce_gtid_consistency",
                "time_zone",
                "character_set_server",
                "performance_schema",
                "bind_address",
                "binlog_row_metadata"
            }) {
                try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + name)) {
                    row.next();
                    variables.put(name, row.getString(1));
                }
            }
        }
        assertThat(variables)
                .containsEntry("version", "8.0.31")
                .containsEntry("log_bin", "1")
                .containsEntry("binlog_format", "ROW")
                .containsEntry("binlog_row_image", "FULL")
                .containsEntry("gtid_mode", "ON")
                .containsEntry("enforce_gtid_consistency", "ON")
                .containsEntry("time_zone", "+08:00")
                .containsEntry("character_set_server", "utf8mb4")
                .containsEntry("performance_schema", "0")
                .containsEntry("bind_address", "127.0.0.1")
                .containsEntry("binlog_row_metadata", "FULL"); // the option given to start
    }

    @Test
    void everyCommitMovesGtidExecuted() throws Exception {
        server.execute("CREATE DATABASE gtids", "CREATE TABLE gtids.t (id INT PRIMARY KEY)");
        String before = one("SELECT @@GLOBAL.gtid_executed");
        server.execute("INSERT INTO gtids.t VALUES (1)");
        String after = one("SELECT @@GLOBAL.gtid_executed");
        assertThat(one("SELECT GTID_SUBSET('" + before + "', '" + after + "')")).isEqualTo("1");
        assertThat(one("SELECT GTID_SUBTRACT('" + after + "', '" + before + "')"))
                .isNotEmpty();
    }

    @Test
    void committedRowsSurviveAKill() throws Exception {
        server.execute(
                "CREATE DATABASE killed",
                "CREATE TABLE killed.t (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO killed.t VALUES (1, '中文😀'), (2, NULL)");
        long pid = server.pid();
        int port = server.port();
        server.kill();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        server.restart();
        assertThat(server.pid()).isNotEqualTo(pid);
        assertThat(server.port()).isEqualTo(port);
        assertThat(one("SELECT GROUP_CONCAT(id, COALESCE(v, '-') ORDER BY id) FROM killed.t"))
                .isEqualTo("1中文😀,2-");
    }

    @Test
    void aFrozenServerIsSilentAndAnswersOnceItIsResumed() throws Exception {
        server.freeze();
        try {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            server.jdbcUrl("") + "&connectTimeout=1500&socketTimeout=1500",
                            server.username(),
                            server.password()))
                    .isInstanceOf(SQLException.class);
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/stat")))
                    .contains(") T ");
        } finally {
            server.resume();
        }
        assertThat(one("SELECT 1")).isEqualTo("1");
    }

    @Test
    void createdUserLogsInByPasswordWithItsGrantsOnly() throws Exception {
        String password = "it's \"a\" \\ secret";
        server.execute("CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
        server.createUser("reader", password, "SELECT ON shop.*");
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "reader", password);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT * FROM t").next()).isFalse();
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("denied");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("shop"), "reader", "wrong"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void rootPasswordHoldsAlsoAfterARestart(@TempDir Path own) throws Exception {
        try (MySqlServer locked = MySqlServer.startWithPassword(own, "s3cret'x", "--lower-case-table-names=1")) {
            assertThatThrownBy(() -> DriverManager.getConnection(locked.jdbcUrl(""), "root", ""))
                    .isInstanceOf(SQLException.class);
            assertThat(locked.password()).isEqualTo("s3cret'x");
            locked.restart();
            try (Connection connection = locked.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT @@lower_case_table_names, @@server_uuid")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("1");
                assertThat(row.getString(2)).isNotEqualTo(one("SELECT @@server_uuid"));
            }
        }
    }

    @Test
    void aStartThatFailsTellsTheLogAndLeavesNothing(@TempDir Path own) throws Exception {
        assertThatThrownBy(() -> MySqlServer.start(own, "--no-such-option=1"))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("mysqld ended with exit code")
                .hasMessageContaining("no-such-option");
        try (Stream<Path> left = Files.list(own)) {
            assertThat(left).isEmpty();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(own.toString())));
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
