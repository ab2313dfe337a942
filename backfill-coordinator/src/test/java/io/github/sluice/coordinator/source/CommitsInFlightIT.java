package io.github.sluice.coordinator.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.wire.position.FilePosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guarantee: what stood in the binlog when the wait began is seen by a SELECT once it is reached, on a server whose commits
 * take a second ({@code binlog_group_commit_sync_delay}), with eight writers. {@code -Dobservations=50 -Dmatrix=all} looks
 * more often and at every version.
 */
@Timeout(600)
class CommitsInFlightIT {
    private static final int OBSERVATIONS = Integer.getInteger("observations", 2);
    private static final int WRITERS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern INSERTED = Pattern.compile("INSERT INTO d\\.t VALUES \\((\\d+)\\)");

    @TempDir
    static Path folder;

    private static MySqlServer newest;

    @BeforeAll
    static void startNewest() {
        newest = start(MySqlVersion.V8_0_31, 0);
    }

    @AfterAll
    static void stopNewest() {
        newest.close();
    }

    /** A position, what a SELECT saw at once, and what it saw after the wait. */
    private record Observation(FilePosition end, Set<Integer> atOnce, Set<Integer> afterwards) {}

    static Stream<Arguments> servers() {
        boolean all = System.getProperty("matrix", "").equals("all");
        return all
                ? MySqlVersion.ofMySql().stream()
                        .flatMap(version -> Stream.of(Arguments.of(version, 0), Arguments.of(version, 1)))
                : Stream.of(Arguments.of(MySqlVersion.V5_7_22, 1), Arguments.of(MySqlVersion.V8_0_31, 0));
    }

    private static MySqlServer start(MySqlVersion version, int syncBinlog) {
        MySqlServer server = MySqlServer.start(
                version,
                folder,
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--sync-binlog=" + syncBinlog,
                "--binlog-rows-query-log-events=ON",
                "--performance-schema=OFF");
        server.execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)");
        return server;
    }

    private static MySqlPositions positions(MySqlServer mysql) {
        return new MySqlPositions(
                new MySqlSource(new Source("127.0.0.1:" + mysql.port(), new Secret("root", null), "+08:00", Map.of())));
    }

    private static FilePosition kind(MySqlServer mysql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@server_uuid")) {
            row.next();
            return new FilePosition(row.getString(1), "binlog.000001", 4, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatStoodInTheBinlogIsSeenAfterwardsThoughNotAtOnce(MySqlVersion version, int syncBinlog) throws Exception {
        if (version == MySqlVersion.V8_0_31 && syncBinlog == 0) {
            look(newest, version + " sync_binlog=0");
            return;
        }
        try (MySqlServer server = start(version, syncBinlog)) {
            look(server, version + " sync_binlog=" + syncBinlog);
        }
    }

    private static void look(MySqlServer server, String what) throws Exception {
        AtomicInteger next = new AtomicInteger(1);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        try (MySqlPositions positions = positions(server)) {
            FilePosition kind = kind(server);
            server.execute("SET GLOBAL binlog_group_commit_sync_delay = 1000000");
            for (int i = 0; i < WRITERS; i++) {
                Thread writer = new Thread(() -> write(server, next, over), "writer-" + i);
                writer.start();
                writers.add(writer);
            }
            List<Observation> observations = new ArrayList<>();
            while (observations.size() < OBSERVATIONS) {
                int before = next.get();
                Awaitility.await().atMost(LIMIT).until(() -> next.get() > before + WRITERS);
                FilePosition end = (FilePosition) positions.end(kind).position();
                Set<Integer> atOnce = ids(server);
                try (Visibility visibility = positions.visibility(kind, List.of(end))) {
                    Awaitility.await()
                            .atMost(LIMIT)
                            .pollInterval(Duration.ofMillis(2))
                            .until(visibility::reached);
                }
                observations.add(new Observation(end, atOnce, ids(server)));
            }
            over.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            Map<Integer, String> written = written(server, kind.serverUuid());
            int unseenAtOnce = 0;
            for (Observation observation : observations) {
                Set<Integer> unseen = new HashSet<>();
                written.forEach((id, transaction) -> {
                    if (observation.end().contains(transaction)) {
                        unseen.add(id);
                    }
                });
                assertThat(unseen).as("rows in the binlog").isNotEmpty();
                unseen.removeAll(observation.atOnce());
                unseenAtOnce += unseen.size();
                unseen.removeAll(observation.afterwards());
                assertThat(unseen).as("in the binlog and not seen").isEmpty();
            }
            System.out.println(what + ": " + observations.size() + " observations, " + unseenAtOnce
                    + " rows were in the binlog and not seen at once, 0 afterwards");
            assertThat(unseenAtOnce).as("what the wait is for").isPositive();
        } finally {
            over.set(true);
            server.execute("SET GLOBAL binlog_group_commit_sync_delay = 0");
        }
    }

    @Test
    void anIdleTransactionIsNotWaitedForAndOneAtWorkIsNamed() throws Exception {
        try (MySqlPositions positions = positions(newest);
                Connection idle = newest.connect();
                Connection atWork = newest.connect();
                Statement atWorkStatement = atWork.createStatement()) {
            FilePosition kind = kind(newest);
            idle.setAutoCommit(false);
            try (Statement statement = idle.createStatement()) {
                statement.execute("INSERT INTO d.t VALUES (1000001)");
            }
            try (Visibility visibility = positions.visibility(kind, List.of())) {
                Awaitility.await().atMost(LIMIT).until(visibility::reached);
            }
            atWork.setAutoCommit(false);
            long thread;
            try (ResultSet row = atWorkStatement.executeQuery("SELECT CONNECTION_ID()")) {
                row.next();
                thread = row.getLong(1);
            }
            atWorkStatement.execute("INSERT INTO d.t VALUES (1000002)");
            Thread working = new Thread(() -> sleepInside(atWorkStatement));
            working.start();
            Awaitility.await().atMost(LIMIT).until(() -> states(thread).equals("Query"));
            try (Visibility visibility = positions.visibility(kind, List.of())) {
                Awaitility.await().atMost(LIMIT).until(() -> {
                    assertThat(visibility.reached()).isFalse();
                    return visibility.missing().contains("of thread " + thread + ", open for ");
                });
                assertThat(visibility.missing()).startsWith("the end of 1 transactions");
                newest.execute("KILL QUERY " + thread);
                working.join();
                Awaitility.await().atMost(LIMIT).until(visibility::reached);
            }
        }
    }

    @Test
    void aListThatIsOlderThanTheQuestionIsNoAnswer() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (MySqlPositions positions = positions(newest);
                Connection other = newest.connect();
                Statement asking = other.createStatement()) {
            FilePosition kind = kind(newest);
            AtomicInteger asked = new AtomicInteger();
            Thread monitor = new Thread(() -> {
                while (!over.get()) {
                    try (ResultSet rows = asking.executeQuery("SELECT * FROM information_schema.innodb_trx")) {
                        asked.incrementAndGet();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            monitor.start();
            Awaitility.await().atMost(LIMIT).until(() -> asked.get() > 10);
            // a gap between two of the monitor's questions may let a new list in; then once more
            AtomicReference<Visibility> unanswered = new AtomicReference<>();
            Awaitility.await().atMost(LIMIT).until(() -> {
                Visibility visibility = positions.visibility(kind, List.of());
                unanswered.set(visibility);
                if (!visibility.reached() && visibility.missing().contains("more often than every 100 ms")) {
                    return true;
                }
                visibility.close();
                return false;
            });
            over.set(true);
            monitor.join();
            try (Visibility visibility = unanswered.get()) {
                Awaitility.await().atMost(LIMIT).until(visibility::reached);
            }
        } finally {
            over.set(true);
        }
    }

    private static void sleepInside(Statement statement) {
        try {
            statement.execute("SELECT SLEEP(60)");
        } catch (SQLException e) {
            // it was killed
            assertThat(e.getErrorCode()).isEqualTo(1317);
        }
    }

    private static String states(long thread) throws SQLException {
        try (Connection connection = newest.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT command FROM information_schema.processlist WHERE id = " + thread)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static void write(MySqlServer mysql, AtomicInteger next, AtomicBoolean over) {
        try (Connection connection = mysql.connect();
                Statement insert = connection.createStatement()) {
            while (!over.get()) {
                insert.executeUpdate("INSERT INTO d.t VALUES (" + next.getAndIncrement() + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<Integer> ids(MySqlServer mysql) throws SQLException {
        Set<Integer> ids = new HashSet<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM d.t")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    /** The transactions that inserted each id, by where their statement stands. */
    private static Map<Integer, String> written(MySqlServer mysql, String serverUuid) throws SQLException {
        Map<Integer, String> written = new HashMap<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            List<String> files = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
                while (rows.next()) {
                    files.add(rows.getString(1));
                }
            }
            for (String file : files) {
                try (ResultSet rows = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file + "'")) {
                    while (rows.next()) {
                        Matcher inserted = INSERTED.matcher(rows.getString("Info"));
                        if (inserted.find()) {
                            written.put(
                                    Integer.valueOf(inserted.group(1)),
                                    FilePosition.nameOf(serverUuid, file, rows.getLong("Pos")));
                        }
                    }
                }
            }
        }
        return written;
    }
}
