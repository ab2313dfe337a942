package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.github.sluice.streamer.binlog.ReadEndedException.Reason;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What would lose rows silently in a careless reader, each with its exact outcome, on a real MySQL 8.0.31. */
@Timeout(120)
class TrapsIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static MySqlServer mysql;

    @TempDir
    static Path folder;

    private String database;
    private String start;

    @BeforeAll
    static void startServer() {
        mysql = MySqlServer.start(folder.resolve("mysql"), "--local-infile=ON");
    }

    @AfterAll
    static void stopServer() {
        mysql.close();
    }

    @BeforeEach
    void freshDatabase() throws Exception {
        database = "d" + NUMBER.incrementAndGet();
        mysql.execute(
                "CREATE DATABASE " + database,
                "CREATE TABLE " + database + ".t (id INT PRIMARY KEY, a VARCHAR(20), j JSON)",
                "CREATE TABLE " + database + ".other (id INT PRIMARY KEY)");
        start = Capture.executed(mysql);
    }

    private Predicate<TableId> t() {
        return table -> table.equals(new TableId(database, "t"));
    }

    private static SchemaHistory history() throws Exception {
        try (Connection source = mysql.connect()) {
            return SchemaReader.read(source);
        }
    }

    private void execute(String... statements) {
        String[] all = new String[statements.length + 1];
        all[0] = "USE " + database;
        System.arraycopy(statements, 0, all, 1, statements.length);
        mysql.execute(all);
    }

    private Capture read() throws Exception {
        return new Capture().read(mysql, StartPoint.afterGtidSet(start), t(), history());
    }

    private RefusedEventException refusal() {
        RefusedEventException refused = catchThrowableOfType(RefusedEventException.class, this::read);
        assertThat(refused).isNotNull();
        assertThat(refused.position().transaction()).isNotEmpty();
        assertThat(refused.position().file()).startsWith("binlog.");
        assertThat(refused.position().position()).isGreaterThan(4);
        assertThat(refused.getMessage()).contains(refused.position().toString()).contains(refused.advice());
        return refused;
    }

    @Test
    void aRowImageThatOneSessionMadeMinimal() {
        execute(
                "INSERT INTO t VALUES (1, 'a', NULL)",
                "SET SESSION binlog_row_image = MINIMAL",
                "UPDATE t SET a = 'b' WHERE id = 1");
        RefusedEventException refused = refusal();
        assertThat(refused.table()).isEqualTo(new TableId(database, "t"));
        assertThat(refused).hasMessageContaining("binlog_row_image");
    }

    @Test
    void anInsertWithoutAllColumns() {
        execute("SET SESSION binlog_row_image = MINIMAL", "INSERT INTO t (id) VALUES (1)");
        assertThat(refusal()).hasMessageContaining("binlog_row_image");
    }

    @Test
    void statementsThatOneSessionWroteAsStatements() {
        execute(
                "SET SESSION binlog_format = STATEMENT",
                "INSERT INTO other VALUES (1)",
                "INSERT INTO t VALUES (1, 'secret', NULL)");
        RefusedEventException refused = refusal();
        assertThat(refused.table()).isEqualTo(new TableId(database, "t"));
        assertThat(refused).hasMessageContaining("binlog_format=ROW").hasMessageNotContaining("secret");
    }

    @Test
    void aFileLoadedAsAStatement() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1\ta\t{}\n");
        try (Connection connection = DriverManager.getConnection(
                        mysql.jdbcUrl(database) + "&allowLoadLocalInfile=true", "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION binlog_format = STATEMENT");
            statement.execute("LOAD DATA LOCAL INFILE '" + rows + "' INTO TABLE t");
        }
        assertThat(refusal()).hasMessageContaining("statement format");
    }

    @Test
    void aFunctionThatWritesInStatementFormatMayHitAnyTable() {
        execute(
                "CREATE FUNCTION f() RETURNS INT DETERMINISTIC MODIFIES SQL DATA BEGIN INSERT INTO t VALUES (9, 'a', NULL);"
                        + " RETURN 1; END",
                "SET SESSION binlog_format = STATEMENT",
                "DO f()");
        assertThat(refusal().table()).isNull();
    }

    @Test
    void partsOfJsonDocuments() {
        execute(
                "INSERT INTO t VALUES (1, 'a', '{\"a\": \"" + "x".repeat(100) + "\", \"b\": 1}')",
                "SET SESSION binlog_row_value_options = PARTIAL_JSON",
                "UPDATE t SET j = JSON_SET(j, '$.b', 2)");
        assertThat(refusal()).hasMessageContaining("binlog_row_value_options");
    }

    @Test
    void oneTableStopsAndTheOthersGoOn() throws Exception {
        execute(
                "SET SESSION binlog_row_image = MINIMAL",
                "INSERT INTO t (id) VALUES (1)",
                "SET SESSION binlog_row_image = FULL",
                "INSERT INTO other VALUES (5)",
                "INSERT INTO t VALUES (2, 'b', NULL)");
        Capture capture = new Capture()
                .tolerant()
                .read(
                        mysql,
                        StartPoint.afterGtidSet(start),
                        table -> table.database().equals(database),
                        history());
        assertThat(capture.refused).hasSize(1);
        assertThat(capture.rows).extracting(row -> row.table().table()).containsExactly("other", "t");
        assertThat(capture.commits).hasSize(3);
    }

    @Test
    void aTableWhoseColumnsAreNotKnownIsRefused() throws Exception {
        execute("INSERT INTO t VALUES (1, 'a', NULL)");
        assertThatThrownBy(() -> new Capture().read(mysql, StartPoint.afterGtidSet(start), t(), SchemaHistory.empty()))
                .isInstanceOf(RefusedEventException.class)
                .hasMessageContaining("not known")
                .hasMessageContaining("binlog_row_metadata=FULL");
    }

    @Test
    void aTableThatIsNotWhatIsKnownIsRefused() throws Exception {
        SchemaHistory before = history();
        execute("ALTER TABLE t MODIFY a VARCHAR(21)");
        start = Capture.executed(mysql); // the reader never sees the ALTER
        execute("INSERT INTO t VALUES (1, 'a', NULL)");
        assertThatThrownBy(() -> new Capture().read(mysql, StartPoint.afterGtidSet(start), t(), before))
                .isInstanceOf(RefusedEventException.class)
                .hasMessageContaining("column a is varchar(21) in the event where varchar(20) is known");
    }

    @Test
    void ddlIsReportedTableByTable() throws Exception {
        SchemaHistory before = history();
        execute(
                "CREATE TABLE u LIKE t",
                "RENAME TABLE u TO v, t TO u, v TO t",
                "INSERT INTO t VALUES (1, 'new', NULL)",
                "TRUNCATE TABLE t",
                "ALTER TABLE u ADD COLUMN z INT COMMENT 'secret'",
                "DROP TABLE u, other",
                "CREATE TABLE copied AS SELECT 7 AS id",
                "CREATE VIEW w AS SELECT 1");
        Capture capture = new Capture()
                .read(
                        mysql,
                        StartPoint.afterGtidSet(start),
                        table -> table.database().equals(database),
                        before);
        assertThat(capture.ddl)
                .extracting(change -> change.kind() + " " + change.table().table()
                        + (change.newTable() == null
                                ? ""
                                : " " + change.newTable().table()))
                .containsExactly(
                        "CREATE u",
                        "RENAME u v",
                        "RENAME t u",
                        "RENAME v t",
                        "TRUNCATE t",
                        "ALTER u",
                        "DROP u",
                        "DROP other",
                        "CREATE copied");
        assertThat(capture.ddl.toString()).doesNotContain("secret");
        assertThat(capture.ddl)
                .allSatisfy(change -> assertThat(change.transaction()).contains(":"));
        assertThat(capture.rows).extracting(row -> row.table().table()).containsExactly("t", "copied");
        assertThat(capture.rows.get(1).after()).containsExactly(7L);
        assertThat(capture.begun).hasSameSizeAs(capture.commits);
    }

    @Test
    void anUnalteredTablesColumnsStayTheSameObject() throws Exception {
        SchemaHistory before = history();
        execute(
                "INSERT INTO t VALUES (1, 'a', NULL)",
                "ALTER TABLE other ADD x INT",
                "INSERT INTO t VALUES (2, 'b', NULL)",
                "ALTER TABLE t ADD x INT",
                "INSERT INTO t VALUES (3, 'c', NULL, 7)");
        Capture capture = new Capture().read(mysql, StartPoint.afterGtidSet(start), t(), before);
        assertThat(capture.rows.get(1).columns()).isSameAs(capture.rows.get(0).columns());
        assertThat(capture.rows.get(2).columns().columns()).hasSize(4);
    }

    @Test
    void readingGoesOnAtEveryCommit() throws Exception {
        execute(
                "INSERT INTO t VALUES (1, 'a', NULL)",
                "ALTER TABLE other ADD x INT",
                "INSERT INTO t VALUES (2, 'b', NULL)",
                "FLUSH BINARY LOGS",
                "INSERT INTO t VALUES (3, 'c', NULL)");
        Capture all = read();
        assertThat(all.rows).hasSize(3);
        String uuid = all.commits.get(0).transaction().replaceAll(":.*", "");
        for (BinlogPosition commit : all.commits.subList(0, all.commits.size() - 1)) {
            StartPoint byFile = StartPoint.atPosition(commit.file(), commit.position());
            long number = Long.parseLong(commit.transaction().replaceAll(".*:", ""));
            StartPoint byGtid = StartPoint.afterGtidSet(uuid + ":1-" + number);
            for (StartPoint point : new StartPoint[] {byFile, byGtid}) {
                Capture rest = new Capture().read(mysql, point, t(), history());
                assertThat(rest.begun.get(0).name()).as("after %s", point).isEqualTo(uuid + ":" + (number + 1));
                assertThat(rest.commits)
                        .isEqualTo(all.commits.subList(all.commits.size() - rest.commits.size(), all.commits.size()));
            }
        }
        assertThat(all.begun).allSatisfy(transaction -> assertThat(transaction.committedAt())
                .isBetween(System.currentTimeMillis() - 600_000, System.currentTimeMillis() + 1_000));
    }

    private Reason endsWith(SourceServer server, StartPoint point) {
        ReadEndedException ended = catchThrowableOfType(ReadEndedException.class, () -> new Capture()
                .read(server, "never:1", point, t(), SchemaHistory.empty()));
        assertThat(ended).isNotNull();
        assertThat(ended.getMessage()).contains("127.0.0.1");
        return ended.reason();
    }

    @Test
    void purgedBinlogs() throws Exception {
        String first = Capture.ask(mysql, "SHOW BINARY LOGS");
        execute("INSERT INTO t VALUES (1, 'a', NULL)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2, 'a', NULL)");
        String last = "";
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                last = row.getString(1);
            }
        }
        mysql.execute("PURGE BINARY LOGS TO '" + last + "'");
        SourceServer server = Capture.server(mysql);
        assertThat(endsWith(server, StartPoint.afterGtidSet(""))).isEqualTo(Reason.PURGED);
        assertThat(endsWith(server, StartPoint.atPosition(first, 4))).isEqualTo(Reason.PURGED);
        assertThat(endsWith(server, StartPoint.atPosition(last, 4_000_000_000L)))
                .isEqualTo(Reason.UNKNOWN_POSITION);
        assertThat(Reason.PURGED.worthRetrying()).isFalse();
    }

    @Test
    void aServerThatLacksWhatWasRead() {
        assertThat(endsWith(Capture.server(mysql), StartPoint.afterGtidSet(start.replaceAll("-\\d+$", "-9999999"))))
                .isEqualTo(Reason.DIVERGED);
    }

    @Test
    void accountsThatMayNotRead() {
        mysql.execute(
                "CREATE USER nopriv@'%' IDENTIFIED BY 'pw'",
                "CREATE USER sha@'%' IDENTIFIED WITH caching_sha2_password BY 'pw'",
                "GRANT REPLICATION SLAVE ON *.* TO sha@'%'");
        StartPoint point = StartPoint.afterGtidSet(start);
        assertThat(endsWith(account("nopriv", "pw"), point)).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(endsWith(account("nopriv", "wrong"), point)).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(endsWith(account("sha", "wrong"), point)).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(account("sha", "wrong").toString()).doesNotContain("wrong");
    }

    private static SourceServer account(String user, String password) {
        return SourceServer.of("127.0.0.1", mysql.port(), user, password, 8_001, Capture.ZONE)
                .withTls(SSLMode.DISABLED);
    }

    @Test
    void overTlsWithTheNewKindOfPassword() throws Exception {
        mysql.execute(
                "CREATE USER tls@'%' IDENTIFIED WITH caching_sha2_password BY 'pw' REQUIRE SSL",
                "GRANT REPLICATION SLAVE ON *.* TO tls@'%'");
        start = Capture.executed(mysql);
        execute("INSERT INTO t VALUES (1, 'a', NULL)", "INSERT INTO t VALUES (2, 'b', NULL)");
        for (SSLMode mode : new SSLMode[] {SSLMode.REQUIRED, SSLMode.PREFERRED}) {
            SourceServer server = SourceServer.of("127.0.0.1", mysql.port(), "tls", "pw", 8_002, Capture.ZONE)
                    .withTls(mode);
            Capture capture =
                    new Capture().read(server, Capture.executed(mysql), StartPoint.afterGtidSet(start), t(), history());
            assertThat(capture.rows).hasSize(2);
        }
    }

    @Test
    void nobodyThere() {
        SourceServer nowhere = SourceServer.of("127.0.0.1", 1, "root", "", 8_003, Capture.ZONE);
        assertThat(endsWith(nowhere, StartPoint.afterGtidSet(""))).isEqualTo(Reason.UNREACHABLE);
        assertThat(Reason.UNREACHABLE.worthRetrying()).isTrue();
    }

    @Test
    void twoReadersWithOneServerId() throws Exception {
        SourceServer server = Capture.server(mysql);
        CompletableFuture<Void> first = new CompletableFuture<>();
        Capture waiting = new Capture();
        try (BinlogReader reader = new BinlogReader(server, t(), SchemaHistory.empty())) {
            run(reader, waiting, first);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !reader.serverUuid().isEmpty());
            try (BinlogReader second = new BinlogReader(server, t(), SchemaHistory.empty())) {
                CompletableFuture<Void> end = new CompletableFuture<>();
                run(second, new Capture(), end);
                assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(ReadEndedException.class)
                        .hasMessageContaining("server id " + server.serverId())
                        .extracting(e -> ((ReadEndedException) e).reason())
                        .isEqualTo(Reason.DUPLICATE_SERVER_ID);
                second.close();
                end.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private void run(BinlogReader reader, ChangeHandler handler, CompletableFuture<Void> end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reader.run(StartPoint.afterGtidSet(start), handler);
                        end.complete(null);
                    } catch (Exception e) {
                        end.completeExceptionally(e);
                    }
                },
                "reader");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aSilentConnectionIsLostAndAnIdleOneIsNot() throws Exception {
        AtomicInteger idle = new AtomicInteger();
        Capture handler = new Capture();
        ChangeHandler counting = new ForwardingHandler(handler) {
            @Override
            public void idle(long atMillis) {
                idle.incrementAndGet();
            }
        };
        SourceServer server = Capture.server(mysql).withSilence(Duration.ofMillis(300), Duration.ofSeconds(2));
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (BinlogReader reader = new BinlogReader(server, t(), history())) {
            run(reader, counting, end);
            long since = System.nanoTime();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> idle.get() > 0 && System.nanoTime() - since > 4_000_000_000L);
            assertThat(end).isNotDone();
            mysql.freeze();
            try {
                assertThatThrownBy(() -> end.get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ReadEndedException.class)
                        .hasMessageContaining("nothing came for 2000 ms")
                        .extracting(e -> ((ReadEndedException) e).reason())
                        .isEqualTo(Reason.CONNECTION_LOST);
            } finally {
                mysql.resume();
            }
        }
    }

    @Test
    void anExceptionOfTheHandlerComesOut() throws Exception {
        execute("INSERT INTO t VALUES (1, 'a', NULL)");
        ChangeHandler failing = new ForwardingHandler(new Capture()) {
            @Override
            public void row(RowChange change) {
                throw new ArrayIndexOutOfBoundsException("mine");
            }
        };
        try (BinlogReader reader = new BinlogReader(Capture.server(mysql), t(), history())) {
            assertThatThrownBy(() -> reader.run(StartPoint.afterGtidSet(start), failing))
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class)
                    .hasMessage("mine");
        }
    }

    @Test
    void aDamagedEventIsFoundByItsChecksum() throws Exception {
        execute("INSERT INTO t VALUES (1, 'needle in a stack', NULL)");
        Path file = currentFile();
        mysql.execute("FLUSH BINARY LOGS");
        byte[] bytes = Files.readAllBytes(file);
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("needle in a stack");
        patch(file, place, 'N');
        try {
            ReadEndedException ended = catchThrowableOfType(ReadEndedException.class, this::read);
            assertThat(ended.reason()).isEqualTo(Reason.CORRUPT);
            assertThat(ended)
                    .hasMessageContaining("checksum")
                    .hasMessageContaining(file.getFileName().toString());
        } finally {
            patch(file, place, 'n');
        }
    }

    @Test
    void anEventOfAnUnknownTypeIsNotSkipped() throws Exception {
        mysql.execute("SET GLOBAL binlog_checksum = NONE");
        try {
            execute("INSERT INTO t VALUES (1, 'typed', NULL)");
            Path file = currentFile();
            long place = 0;
            try (Connection connection = mysql.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file.getFileName() + "'")) {
                while (row.next()) {
                    place = row.getString(3).equals("Write_rows") ? row.getLong(2) : place;
                }
            }
            mysql.execute("FLUSH BINARY LOGS");
            patch(file, place + 4, 99);
            try {
                RefusedEventException refused = refusal();
                assertThat(refused).hasMessageContaining("unknown type 99");
                assertThat(refused.table()).isNull();
                assertThat(refused.position().position()).isEqualTo(place);
            } finally {
                patch(file, place + 4, EventTypes.WRITE_ROWS);
            }
        } finally {
            mysql.execute("SET GLOBAL binlog_checksum = CRC32");
        }
    }

    private static Path currentFile() throws Exception {
        return mysql.dataDir().resolve(Capture.ask(mysql, "SHOW MASTER STATUS"));
    }

    private static void patch(Path file, long place, int value) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(place);
            open.write(value);
        }
    }
}
