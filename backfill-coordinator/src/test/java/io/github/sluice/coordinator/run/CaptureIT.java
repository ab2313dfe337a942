package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Step 3 and the guard around the snapshot, on a real MySQL, Kafka and DataX; position records come from the test's hand,
 * and the target half is a thread that has every table ready at once.
 */
@Timeout(300)
class CaptureIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private House house;
    private Path tables;
    private String orders;
    private SluiceSettings settings;
    private HandStreamer streamer;

    @BeforeEach
    void table() throws IOException {
        house = new House(folder);
        tables = Files.createDirectory(folder.resolve("tables"));
        orders = house.database + ".orders";
        house.mysql.execute(
                "CREATE TABLE " + orders + " (id INT PRIMARY KEY, userName VARCHAR(20))",
                "INSERT INTO " + orders + " VALUES (1, 'a'), (2, 'b')");
        settings = settings("{source: " + orders + "}", "");
    }

    @AfterEach
    void stop() {
        if (streamer != null) {
            streamer.close();
        }
    }

    private SluiceSettings settings(String table, String more) throws IOException {
        return house.settings(house.sourceYaml(table) + HandStreamer.section(tables, house.run + "-positions") + more);
    }

    private void startStreamer() {
        streamer = new HandStreamer(house, settings, tables);
    }

    @Test
    void thePositionIsPinnedBeforeDataxStartsAndTheStreamerGoesByThePlansFile() throws Exception {
        startStreamer();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> {});
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.inTopic()).hasValue(2);
        Path file = tables.resolve(orders + ".json");
        assertThat(file).hasSameBinaryContentAs(folder.resolve("sluice-plan").resolve(orders + ".json"));
        Map<?, ?> pinned = evidence(Step.CAPTURE);
        assertThat(pinned.get("key")).isEqualTo(orders);
        assertThat(pinned.get("digest")).isEqualTo(StreamerFolder.digest(Files.readString(file)));
        assertThat((Map<?, ?>) pinned.get("starts")).hasSize(2);
        assertThat(pinned.get("p0")).isEqualTo(streamer.executed());
        // killed and run again: what is pinned stays pinned
        assertThat(run(Step.SNAPSHOT, () -> {}).attempt()).isEqualTo(1);
        assertThat(evidence(Step.CAPTURE)).isEqualTo(pinned);
    }

    @Test
    void dataxDoesNotStartUntilTheStreamerHasTheSourcesPosition() throws Exception {
        startStreamer();
        streamer.hold(streamer.executed());
        house.mysql.execute("INSERT INTO " + orders + " VALUES (3, 'c')");
        AtomicBoolean released = new AtomicBoolean();
        AtomicBoolean tooEarly = new AtomicBoolean();
        Thread later = new Thread(() -> {
            Awaitility.await().atMost(LIMIT).until(() -> Files.exists(tables.resolve(orders + ".json")));
            long heard = streamer.said();
            Awaitility.await().atMost(LIMIT).until(() -> streamer.said() > heard + 10);
            released.set(true);
            streamer.hold(null);
        });
        later.start();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> tooEarly.set(!released.get()));
        later.join();
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.inTopic()).hasValue(3);
        assertThat(tooEarly).as("DataX ran before the streamer was there").isFalse();
    }

    @Test
    void withoutAStreamerNothingIsRead() throws Exception {
        settings = shortPatience();
        forgePosition();
        AtomicBoolean datax = new AtomicBoolean();
        TableOutcome never = run(Step.SNAPSHOT, () -> datax.set(true));
        assertThat(never.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(never.message())
                .contains("holds no position of streamer hand (source rds1)")
                .contains("1 records of topic " + house.run + "-positions do not open")
                .contains("start it (binlog-streamer run)");
        assertThat(datax).isFalse();
        // it is started, and the run goes on where it was
        startStreamer();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> {});
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(1);
    }

    /** In the right place, and sealed with another key. */
    private void forgePosition() throws Exception {
        KafkaClients kafka = new KafkaClients(settings.kafka());
        try (Topics topics = new Topics(kafka);
                Producer<byte[], byte[]> producer = kafka.writer("forger")) {
            String topic = house.run + "-positions";
            topics.create(topic, new Topics.Shape(1, 1, Map.of("cleanup.policy", "compact")));
            byte[] forged = new PositionRecords(DataKey.fromHex("00".repeat(16)))
                    .seal(
                            HandStreamer.NAME,
                            HandStreamer.SOURCE,
                            new StreamPosition("x", "", "", "", 0, null, Instant.now(), null, 0, Map.of(), Map.of()));
            producer.send(new ProducerRecord<>(
                            topic, PositionRecords.key(HandStreamer.NAME, HandStreamer.SOURCE), forged))
                    .get();
        }
    }

    private SluiceSettings shortPatience() throws IOException {
        return house.settings(house.sourceYaml("{source: " + orders + "}").replace("wait: 2m", "wait: 5s")
                + HandStreamer.section(tables, house.run + "-positions").replace("wait: 15s", "wait: 3s"));
    }

    @Test
    void theLastWordOfAStreamerThatIsGoneStartsNothing() throws Exception {
        settings = shortPatience();
        startStreamer();
        streamer.close();
        AtomicBoolean datax = new AtomicBoolean();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> datax.set(true));
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("has written nothing for 3 s").contains("a sign of life");
        assertThat(datax).isFalse();
    }

    @Test
    void aStreamerThatDoesNotTakeTheFileIsNamedAsTheReason() throws Exception {
        settings = shortPatience();
        startStreamer();
        streamer.lookAway();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> {});
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message())
                .contains("an acknowledgement of " + orders + ".json")
                .contains("is streamer.tables its folder of table files?");
    }

    @Test
    void aStoppedTableFailsWithTheStreamersReasonAndIsBegunAnewNextTime() throws Exception {
        startStreamer();
        assertThat(run(Step.CAPTURE, () -> {}).message()).isEmpty();
        streamer.stop(orders, "column late is new");
        TableOutcome stopped = run(Step.SNAPSHOT, () -> {});
        assertThat(stopped.code()).as(stopped.message()).isEqualTo(ExitCode.CAPTURE_STOPPED);
        assertThat(stopped.message()).contains("column late is new").contains("name it in the mapping");
        TableOutcome again = run(House.afresh(House.options(settings, Side.SOURCE)), Step.SNAPSHOT, () -> {});
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aTruncateUnderDataxBeginsAnewFromAnEmptyTopic() throws Exception {
        startStreamer();
        AtomicInteger times = new AtomicInteger();
        TableOutcome outcome = run(Step.SNAPSHOT, () -> {
            if (times.getAndIncrement() == 0) {
                String gtid = gtidOf("TRUNCATE TABLE " + orders);
                streamer.ddl(orders, "TRUNCATE", gtid);
            }
        });
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(2);
        assertThat(outcome.inTopic()).hasValue(0);
    }

    @Test
    void ddlThatNeverStopsEndsWith27AndTableCreationIsNoReason() throws Exception {
        settings = settings("{source: " + orders + "}", "policy: {restarts: 1}\n");
        startStreamer();
        AtomicInteger times = new AtomicInteger();
        TableOutcome outcome = run(
                Step.SNAPSHOT,
                () -> streamer.ddl(
                        orders,
                        "ALTER",
                        gtidOf("ALTER TABLE " + orders + " ADD INDEX i" + times.getAndIncrement() + " (userName)")));
        assertThat(outcome.code()).isEqualTo(ExitCode.SOURCE_CHANGED);
        assertThat(outcome.attempt()).isEqualTo(2);
        assertThat(outcome.message()).contains("ALTER of " + orders).contains("after 1 restarts");
        TableOutcome created = run(
                Step.SNAPSHOT,
                () -> streamer.ddl(orders, "CREATE", gtidOf("CREATE TABLE " + house.database + ".other (id INT)")));
        assertThat(created.message()).isEmpty();
        assertThat(created.attempt()).isEqualTo(3);
    }

    @Test
    void aShardCreatedSinceTheCaptureDoesNotMakeThePlanStale() throws Exception {
        house.mysql.execute("CREATE TABLE " + house.database + ".t_1 (id INT PRIMARY KEY)");
        settings = settings("{source: {databases: " + house.database + ", tables: \"t_\\\\d+\"}, target: merged}", "");
        startStreamer();
        assertThat(run(Step.CAPTURE, () -> {}).message()).isEmpty();
        house.mysql.execute("CREATE TABLE " + house.database + ".t_0 (id INT PRIMARY KEY)");
        TableOutcome outcome = run(Step.SNAPSHOT, () -> {});
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(1);
        house.mysql.execute("ALTER TABLE " + house.database + ".t_0 ADD COLUMN late INT");
        assertThat(run(Step.SNAPSHOT, () -> {}).message()).contains("shards differ");
    }

    @Test
    void whatDoesNotOutlastTheBackfillIsRefused() throws Exception {
        startStreamer();
        settings = house.settings(house.sourceYaml("{source: " + orders + "}")
                + HandStreamer.section(tables, house.run + "-positions")
                        .replace("wait: 15s", "wait: 15s, binlogRetention: 59m"));
        assertThat(run(Step.CAPTURE, () -> {}).message())
                .contains("MySQL keeps its binlogs for 59 min 0 s")
                .contains("the backfill may take 1 h 0 min");
        settings = settings("{source: " + orders + "}", "");
        assertThat(run(Step.CAPTURE, () -> {}).message()).isEmpty();
    }

    /** Its rows stand in the binlog before the capture, and no SELECT sees them before XA COMMIT. */
    @Test
    void dataxDoesNotStartBeforeAnXaTransactionHasEndedThatWasPreparedBefore() throws Exception {
        startStreamer();
        AtomicBoolean committed = new AtomicBoolean();
        AtomicBoolean tooEarly = new AtomicBoolean();
        try (Connection session = house.mysql.connect();
                Statement statement = session.createStatement()) {
            prepareRow(statement);
            Thread later = new Thread(() -> {
                Awaitility.await().atMost(LIMIT).until(() -> Files.exists(tables.resolve(orders + ".json")));
                long heard = streamer.said();
                Awaitility.await().atMost(LIMIT).until(() -> streamer.said() > heard + 10);
                committed.set(true);
                try {
                    statement.execute("XA COMMIT 'order''s','b',7");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            later.start();
            TableOutcome outcome = run(Step.SNAPSHOT, () -> tooEarly.set(!committed.get()));
            later.join();
            assertThat(outcome.message()).isEmpty();
            assertThat(outcome.inTopic()).hasValue(3);
            assertThat(tooEarly).as("DataX ran before the commit").isFalse();
        }
    }

    @Test
    void anXaTransactionThatDoesNotEndIsNamedAsXaCommitTakesIt() throws Exception {
        settings = shortPatience();
        startStreamer();
        AtomicBoolean datax = new AtomicBoolean();
        try (Connection session = house.mysql.connect();
                Statement statement = session.createStatement()) {
            prepareRow(statement);
            TableOutcome outcome = run(Step.SNAPSHOT, () -> datax.set(true));
            assertThat(outcome.code()).isEqualTo(ExitCode.UNKNOWN);
            String xid = "X'6F726465722773',X'62',7";
            assertThat(outcome.message())
                    .contains("waited 3 s (streamer.wait) in vain for the end of 1 XA transactions")
                    .contains("(" + xid + ")");
            assertThat(datax).isFalse();
            statement.execute("XA ROLLBACK " + xid);
            TableOutcome again = run(Step.SNAPSHOT, () -> {});
            assertThat(again.message()).isEmpty();
            assertThat(again.inTopic()).hasValue(2);
        }
    }

    private void prepareRow(Statement session) throws SQLException {
        for (String sql : List.of(
                "XA START 'order''s','b',7",
                "INSERT INTO " + orders + " VALUES (3, 'xa')",
                "XA END 'order''s','b',7",
                "XA PREPARE 'order''s','b',7")) {
            session.execute(sql);
        }
    }

    @Test
    void whoMayNotSeePreparedTransactionsIsToldTheGrant() throws Exception {
        startStreamer();
        house.mayNotSeePreparedTransactions();
        TableOutcome outcome = run(Step.CAPTURE, () -> {});
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("GRANT XA_RECOVER_ADMIN ON *.* TO the account of section source");
    }

    @Test
    void aTableFileOfSomebodyElseIsNotReplaced() throws Exception {
        startStreamer();
        Path file = tables.resolve(orders + ".json");
        Files.writeString(file, "{\"key\": \"" + orders + "\", \"topic\": \"theirs\"}");
        TableOutcome outcome = run(Step.CAPTURE, () -> {});
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("is another table file than the plan's");
        assertThat(file).content().contains("theirs");
    }

    @Test
    void aPositionThatTheSourceCannotConfirmIsRefused() throws Exception {
        try (MySqlServer plain = MySqlServer.start(
                Path.of("target", "testbed").toAbsolutePath(),
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--performance-schema=OFF")) {
            house = new House(folder, plain);
            orders = house.database + ".orders";
            plain.execute("CREATE TABLE " + orders + " (id INT PRIMARY KEY)");
            settings = settings("{source: " + orders + "}", "");
            startStreamer();
            TableOutcome outcome = run(Step.CAPTURE, () -> {});
            assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(outcome.message())
                    .contains("MySQL has gtid_mode OFF, and the streamer counts this source in GTIDs");
            String elsewhere = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
            streamer.hold(elsewhere + "@binlog.000001:4");
            streamer.forget();
            assertThat(run(Step.CAPTURE, () -> {}).message())
                    .contains("places of the binlog of server " + elsewhere)
                    .contains("without GTIDs both must be the same one");
            streamer.hold(uuid(plain) + "@binlog.000001:4");
            streamer.forget();
            assertThat(run(Step.CAPTURE, () -> {}).message())
                    .contains("GRANT REPLICATION CLIENT, PROCESS ON *.* TO the account of section source");
        }
    }

    private static String uuid(MySqlServer server) throws Exception {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT @@server_uuid")) {
            row.next();
            return row.getString(1);
        }
    }

    private interface Meddling {
        void act() throws Exception;
    }

    private TableOutcome run(Step until, Meddling onDatax) throws Exception {
        return run(House.options(settings, Side.SOURCE), until, onDatax);
    }

    /**
     * Runs the source half beside a target half that has every attempt's table ready at once.
     *
     * @param onDatax done whenever a DataX has been started
     */
    private TableOutcome run(Backfill.Options options, Step until, Meddling onDatax) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread watcher = new Thread(() -> watchDatax(over, onDatax));
        watcher.start();
        try (TargetVoice target = new TargetVoice(house, settings)) {
            return House.run(settings, House.until(options, until)).get(0);
        } finally {
            over.set(true);
            watcher.join();
        }
    }

    private void watchDatax(AtomicBoolean over, Meddling then) {
        Set<Path> seen = new HashSet<>();
        Path runs = folder.resolve(".sluice/runs");
        try {
            while (!over.get()) {
                if (Files.isDirectory(runs)) {
                    try (var files = Files.walk(runs)) {
                        for (Path job : files.filter(file -> file.endsWith("datax-job.json"))
                                .toList()) {
                            if (seen.add(job)) {
                                then.act();
                            }
                        }
                    } catch (java.io.UncheckedIOException vanished) {
                        // removed while it was looked at
                    }
                }
                LockSupport.parkNanos(20_000_000L);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Executes a statement and finds the GTID it got. */
    private String gtidOf(String statement) throws Exception {
        String before = streamer.executed();
        house.mysql.execute(statement);
        try (var connection = house.mysql.connect();
                var select = connection.prepareStatement("SELECT GTID_SUBTRACT(@@GLOBAL.gtid_executed, ?)")) {
            select.setString(1, before);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private Map<?, ?> evidence(Step step) {
        Journal journal = Journal.open(House.options(settings, Side.SOURCE).journal(), settings.name());
        Attempt attempt =
                journal.latestAttempt(settings.tables().get(0).target()).orElseThrow();
        StepEntry entry = journal.step(attempt, step.word()).orElseThrow();
        return (Map<?, ?>) Json.parse(entry.evidence());
    }
}
