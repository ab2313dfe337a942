package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pin P0 with the streamer as its own process, on a MySQL whose commits stand in the binlog for a second before a
 * SELECT sees them ({@code binlog_group_commit_sync_delay}): the worst that a snapshot can meet.
 */
@Timeout(300)
class P0IT {
    private static final int WRITERS = 8;

    @TempDir
    Path folder;

    private MySqlServer mysql;
    private House house;
    private Path tables;
    private String orders;
    private SluiceSettings settings;

    private void start(String... options) throws Exception {
        mysql = MySqlServer.start(Path.of("target", "testbed").toAbsolutePath(), options);
        house = new House(folder, mysql);
        tables = Files.createDirectory(folder.resolve("tables"));
        orders = house.database + ".orders";
        mysql.execute(
                "CREATE TABLE " + orders + " (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + orders + " VALUES (1, 'before')");
        settings = house.settings(house.sourceYaml("{source: " + orders + "}")
                + RealStreamer.section(tables, house.run + "-positions")
                + "policy: {restarts: 1}\n");
    }

    @AfterEach
    void stop() {
        mysql.close();
    }

    @Test
    void noRowIsInNeitherSnapshotNorStream() throws Exception {
        start("--performance-schema=OFF", "--sync-binlog=1");
        noRowIsMissing(3);
    }

    /** With {@code sync_binlog=0} the streamer has a transaction for the whole second in which no SELECT sees it. */
    @Test
    void norIsOneOnASourceWithoutGtids() throws Exception {
        start("--performance-schema=OFF", "--sync-binlog=0", "--gtid-mode=OFF", "--enforce-gtid-consistency=OFF");
        house.mayWatchTransactions();
        noRowIsMissing(2);
        assertThat(SourcePosition.parse(String.valueOf(pinned().get("from")))).isInstanceOf(FilePosition.class);
    }

    private void noRowIsMissing(int trials) throws Exception {
        AtomicInteger next = new AtomicInteger(10);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        try (RealStreamer streamer = new RealStreamer(house, mysql, settings, tables)) {
            Map<String, Map<?, ?>> pins = new LinkedHashMap<>();
            List<Set<Integer>> snapshots = new ArrayList<>();
            capture(false);
            mysql.execute("SET GLOBAL binlog_group_commit_sync_delay = 1000000");
            for (int i = 0; i < WRITERS; i++) {
                Thread writer = new Thread(() -> write(next, over));
                writer.start();
                writers.add(writer);
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> next.get() > 10 + 2 * WRITERS);
            for (int trial = 0; trial < trials; trial++) {
                snapshots.add(captureAndSelect());
                Map<?, ?> pinned = pinned();
                pins.put(String.valueOf(trial), pinned);
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> next.get() > 10 + 6 * WRITERS);
            over.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            Set<Integer> all = ids();
            for (int trial = 0; trial < snapshots.size(); trial++) {
                Map<Integer, Long> starts =
                        Offsets.fromJson(pins.get(String.valueOf(trial)).get("starts"));
                Set<Integer> snapshot = snapshots.get(trial);
                Awaitility.await("trial " + trial + ": " + streamer.output())
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> {
                            Set<Integer> neither = new HashSet<>(all);
                            neither.removeAll(snapshot);
                            neither.removeAll(streamed(starts));
                            assertThat(neither)
                                    .as("in neither snapshot nor stream")
                                    .isEmpty();
                        });
                assertThat(all.size()).as("rows that came after the snapshot").isGreaterThan(snapshot.size());
            }
            assertThat(snapshots.get(snapshots.size() - 1))
                    .as("rows before the last one")
                    .hasSizeGreaterThan(WRITERS);
        } finally {
            over.set(true);
        }
    }

    @Test
    void aTruncateThatTheStreamerMetBeginsAnewAndAChangedTableIsPlannedAnew() throws Exception {
        start("--performance-schema=OFF", "--sync-binlog=1");
        try (RealStreamer streamer = new RealStreamer(house, mysql, settings, tables)) {
            capture(false);
            mysql.execute("TRUNCATE TABLE " + orders, "INSERT INTO " + orders + " VALUES (2, 'after')");
            TableOutcome anew = run(Step.SNAPSHOT, false);
            assertThat(anew.message()).as(streamer.output()).isEmpty();
            assertThat(anew.attempt()).isEqualTo(2);
            assertThat(anew.inTopic()).hasValue(1);
            // a column that nobody planned
            capture(true);
            mysql.execute(
                    "ALTER TABLE " + orders + " ADD COLUMN late INT",
                    "INSERT INTO " + orders + " VALUES (3, 'more', 7)");
            TableOutcome stale = run(Step.SNAPSHOT, false);
            assertThat(stale.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(stale.message()).contains("run sluice plan again");
            // planned again: the stopped table is taken away and captured anew
            new Planner(settings, new PlanFolder(settings.stateFolder().resolveSibling("sluice-plan")))
                    .plan(settings.tables(), false, false);
            TableOutcome mended = run(Step.SNAPSHOT, false);
            assertThat(mended.message()).as(streamer.output()).isEmpty();
            assertThat(mended.inTopic()).hasValue(2);
            mysql.execute("INSERT INTO " + orders + " VALUES (4, 'streamed', 8)");
            Map<Integer, Long> starts = Offsets.fromJson(pinned().get("starts"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(streamed(starts))
                    .containsExactly(4));
        }
    }

    /** Pins a position, for a fresh attempt if asked to. */
    private void capture(boolean afresh) throws Exception {
        assertThat(run(Step.CAPTURE, afresh).message()).isEmpty();
    }

    /** What the first SELECT sees that may begin: DataX's, as soon as the step has ended. */
    private Set<Integer> captureAndSelect() throws Exception {
        Set<Integer> seen = new HashSet<>();
        Board board = new ForwardingBoard(new LoggedBoard()) {
            @Override
            public void ends(String table, Step step, String note) {
                if (step == Step.CAPTURE) {
                    seen.addAll(ids());
                }
                super.ends(table, step, note);
            }
        };
        assertThat(run(Step.CAPTURE, true, board).message()).isEmpty();
        return seen;
    }

    private TableOutcome run(Step until, boolean afresh) throws Exception {
        return run(until, afresh, new LoggedBoard());
    }

    private TableOutcome run(Step until, boolean afresh, Board board) throws Exception {
        Backfill.Options options = House.until(House.options(settings, Side.SOURCE), until);
        try (TargetVoice target = new TargetVoice(house, settings)) {
            return House.run(settings, afresh ? House.afresh(options) : options, board)
                    .get(0);
        }
    }

    private void write(AtomicInteger next, AtomicBoolean over) {
        try (Connection connection = mysql.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + orders + " VALUES (?, 'w')")) {
            while (!over.get()) {
                insert.setInt(1, next.getAndIncrement());
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<Integer> ids() {
        Set<Integer> ids = new HashSet<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM " + orders)) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return ids;
    }

    private Map<?, ?> pinned() {
        Journal journal = Journal.open(House.options(settings, Side.SOURCE).journal(), settings.name());
        Attempt attempt = journal.latestAttempt("orders").orElseThrow();
        return (Map<?, ?>) Json.parse(
                journal.step(attempt, Step.CAPTURE.word()).orElseThrow().evidence());
    }

    /** The ids of all committed changes from where the stream connector would begin. */
    private Set<Integer> streamed(Map<Integer, Long> starts) throws Exception {
        KafkaClients kafka = new KafkaClients(settings.kafka());
        String topic = settings.tables().get(0).stream().topic();
        EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromReference(house.reference("key")));
        Set<Integer> ids = new HashSet<>();
        try (Topics topics = new Topics(kafka);
                Consumer<byte[], byte[]> consumer = kafka.reader("p0")) {
            Map<Integer, Long> ends = topics.committedEnds(topic);
            for (Map.Entry<Integer, Long> start : starts.entrySet()) {
                TopicPartition partition = new TopicPartition(topic, start.getKey());
                consumer.assign(List.of(partition));
                consumer.seek(partition, start.getValue());
                while (consumer.position(partition) < ends.get(start.getKey())) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        Map<?, ?> row =
                                (Map<?, ?>) Json.parse(new String(opener.open(record.value()), StandardCharsets.UTF_8));
                        ids.add(((Long) row.get("id")).intValue());
                    }
                }
            }
        }
        return ids;
    }
}
