package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the verified batch to the stream that has caught up, on MySQL, Kafka, DataX, Connect and the StarRocks stand-in.
 * The changes come from the test's hand, each in a Kafka transaction of its own.
 */
@Timeout(300)
class StreamIT {
    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private Path tables;
    private String ods;
    private String orders;
    private SluiceSettings settings;
    private HandStreamer streamer;

    @BeforeEach
    void table() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        orders = house.database + ".orders";
        tables = Files.createDirectory(folder.resolve("tables"));
        house.mysql.execute(
                "CREATE TABLE " + orders + " (id INT PRIMARY KEY, v VARCHAR(20) NOT NULL, doc JSON)",
                "INSERT INTO " + orders + " VALUES (1, 'a', NULL), (2, 'b', '[1]'), (3, 'c', NULL)");
        settings = house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + HandStreamer.section(tables, house.run + "-positions")
                + "tables: [{source: " + orders + "}]\n");
        streamer = new HandStreamer(house, settings, tables);
    }

    @AfterEach
    void stop() {
        streamer.close();
    }

    private String topic() {
        return settings.tables().get(0).stream().topic();
    }

    private static Map<String, Object> change(int operation, int id, String v, Object doc) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("id", id);
        change.put("v", v);
        change.put("doc", doc);
        change.put("__op", operation);
        return change;
    }

    private TableOutcome run(Step until, Backfill.Gate gate) {
        return new Backfill(settings, House.until(House.options(settings, Side.BOTH), until), new LoggedBoard(), gate)
                .run()
                .get(0);
    }

    private static Backfill.Gate signing(String how) {
        return new Backfill.Gate() {
            @Override
            public void await(Step before) {}

            @Override
            public Optional<String> approval(String table) {
                return Optional.of(how);
            }
        };
    }

    @Test
    void theStreamTakesOverOnceSomebodySignsOff() throws Exception {
        TableOutcome refused = run(Step.STREAM, step -> {});
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.message()).contains("nobody has signed off").contains("--yes");
        assertThat(refused.batchTopic())
                .as("nothing goes without somebody's word")
                .isEqualTo("kept");
        assertThat(refused.verdict()).contains(Verdict.EQUAL);
        assertThat(connect().config(settings.tables().get(0).connector())).isPresent();
        assertThat(connect().config(settings.tables().get(0).stream().connector()))
                .isEmpty();
        // every kind of change, among markers of transactions; a re-keyed row is a delete and an upsert
        streamer.send(topic(), List.of(change(0, 1, "a2", "{\"k\": 1}"), change(1, 2, "b", "[1]")));
        streamer.send(topic(), List.of(change(0, 2, "again", null), change(0, 4, "d", null)));
        streamer.send(topic(), List.of(change(1, 3, "c", null), change(0, 5, "c", null)));
        TableOutcome outcome = run(Step.STREAM, signing("--yes"));
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(1);
        assertThat(outcome.live()).isEqualTo("STREAMING");
        assertThat(stage.all("SELECT id, v, doc FROM " + ods + ".orders ORDER BY id"))
                .containsExactly("1|a2|{\"k\": 1}", "2|again|null", "4|d|null", "5|c|null");
        Map<?, ?> signedOff = (Map<?, ?>) evidence(Step.STREAM.word()).get(SignOff.WORD);
        assertThat(signedOff.get("how")).isEqualTo("--yes");
        assertThat(signedOff.get("who")).asString().contains("@");
        assertThat(signedOff).isEqualTo(evidence(SignOff.WORD));
        Map<?, ?> config =
                connect().config(settings.tables().get(0).stream().connector()).orElseThrow();
        assertThat(config.get("consumer.override.isolation.level")).isEqualTo("read_committed");
        // it goes on by itself, and what is done is not asked for again
        streamer.send(topic(), List.of(change(0, 6, "later", null)));
        assertThat(run(Step.STREAM, step -> {}).message()).isEmpty();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stage.first(
                        "SELECT v FROM " + ods + ".orders WHERE id = 6")
                .equals("later"));
        assertThat(liveState())
                .satisfies(state -> assertThat(state.get("streamer")).asString().contains("CAPTURING"));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> liveState().get("connector").toString().equals("{state=RUNNING, behind=0}"));
    }

    @Test
    void aTruncateAfterTheSnapshotBeginsAnewAndItsRowsNeverComeBack() throws Exception {
        int[] times = {0};
        Backfill.Gate gate = new Backfill.Gate() {
            @Override
            public void await(Step before) {}

            @Override
            public Optional<String> approval(String table) {
                if (times[0]++ == 0) {
                    // in the stream before the truncation, so that a replay of all of it would bring a ghost
                    streamer.send(topic(), List.of(change(0, 7, "ghost", null)));
                    String before = streamer.executed();
                    house.mysql.execute("TRUNCATE TABLE " + orders, "INSERT INTO " + orders + " VALUES (9, 'i', NULL)");
                    streamer.ddl(orders, "TRUNCATE", subtract(before));
                }
                return Optional.of("--yes");
            }
        };
        TableOutcome outcome = run(Step.STREAM, gate);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(2);
        assertThat(times[0]).as("a fresh attempt is signed off afresh").isEqualTo(2);
        assertThat(stage.all("SELECT id, v FROM " + ods + ".orders")).containsExactly("9|i");
        assertThat((Map<?, ?>) evidence(Step.CAPTURE.word()).get("starts"))
                .as("behind the ghost and its marker")
                .satisfies(starts -> assertThat(starts.values().stream()
                                .mapToLong(offset -> (Long) offset)
                                .sum())
                        .isEqualTo(2));
    }

    /** The GTID of the first of the statements since; the rest were rows. */
    private String subtract(String before) {
        try (var connection = house.mysql.connect();
                var select = connection.prepareStatement("SELECT GTID_SUBTRACT(@@GLOBAL.gtid_executed, ?)")) {
            select.setString(1, before);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1).replaceFirst("-\\d+$", "");
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changesThatRetentionTookAwayEndWith21AndAFreshAttemptMendsIt() throws Exception {
        Backfill.Gate gate = new Backfill.Gate() {
            private boolean done;

            @Override
            public void await(Step before) {}

            @Override
            public Optional<String> approval(String table) {
                if (!done) {
                    done = true;
                    streamer.send(topic(), List.of(change(0, 1, "lost", null)));
                    cut();
                }
                return Optional.of("--yes");
            }
        };
        TableOutcome lost = run(Step.STREAM, gate);
        assertThat(lost.code()).isEqualTo(ExitCode.ACKED_NOT_IN_TOPIC);
        assertThat(lost.message()).contains("changes were removed before they were loaded");
        house.mysql.execute("UPDATE " + orders + " SET v = 'lost' WHERE id = 1");
        TableOutcome again = run(Step.STREAM, gate);
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(stage.first("SELECT v FROM " + ods + ".orders WHERE id = 1")).isEqualTo("lost");
    }

    private void cut() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", house.kafka.bootstrapServers()))) {
            for (int partition = 0; partition < 2; partition++) {
                admin.deleteRecords(Map.of(new TopicPartition(topic(), partition), RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDifferenceEndsWith29AndItsKeyWhileTheStreamGoesOn() throws Exception {
        Backfill.Options whole = House.until(House.options(settings, Side.BOTH), Step.CUTOVER);
        try (DryRun dry = DryRun.open(settings, whole)) {
            assertThat(String.join("\n", dry.describe()))
                    .contains("stream topic " + topic() + " would be created")
                    .contains("3 capture: put ")
                    .contains("7 stream: after the sign-off create connector " + topic() + "-connect")
                    .contains("7 cutover: compare MySQL and StarRocks row by row");
        }
        assertThat(run(Step.STREAM, signing("--yes")).message()).isEmpty();
        stage.execute("UPDATE " + ods + ".orders SET v = 'wrong' WHERE id = 2");
        TableOutcome outcome = run(Step.CUTOVER, step -> {});
        assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.LIVE_DIFF);
        assertThat(outcome.message()).contains("1 rows differ").contains("see sluice repair");
        assertThat(outcome.details()).containsExactly("changed (id=2): v");
        assertThat(outcome.verdict()).contains(Verdict.DIFF);
        assertThat(outcome.live()).isEqualTo("STREAMING");
        assertThat(connect().config(settings.tables().get(0).stream().connector()))
                .isPresent();
        // mended and run again: the same attempt, and only what is missing
        stage.execute("UPDATE " + ods + ".orders SET v = 'b' WHERE id = 2");
        TableOutcome again = run(Step.CUTOVER, step -> {});
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.live()).isEqualTo("CUT OVER");
    }

    @Test
    void twoHalvesThatShareOnlyKafkaCutOverAndMustBeOfOneMind() throws Exception {
        String page = "tables: [{source: " + orders + "}]\n";
        String section = HandStreamer.section(tables, house.run + "-positions");
        SluiceSettings source =
                house.settings("src/sluice.yaml", house.head() + house.sourceSections() + section + page);
        SluiceSettings without = house.settings("tgt/sluice.yaml", house.head() + stage.targetSections(ods) + page);
        TableOutcome divided = together(source, without);
        assertThat(divided.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(divided.message()).contains("the settings of the source half have a streamer section");
        SluiceSettings target = house.settings(
                "tgt/sluice.yaml",
                house.head() + stage.targetSections(ods) + page + "streamer: {}\n"
                        + "policy: {cutover: auto, batchTopic: keep}\n");
        TableOutcome outcome = together(source, target);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.live()).isEqualTo("CUT OVER");
        assertThat(connect().config(source.tables().get(0).connector()))
                .as("no batch connector beside the stream's, also where the topic is kept")
                .isEmpty();
    }

    /** The source half's outcome, or the target half's if that failed alone. */
    private TableOutcome together(SluiceSettings source, SluiceSettings target) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<TableOutcome> one =
                    pool.submit(() -> House.run(source, House.until(House.options(source, Side.SOURCE), Step.CUTOVER))
                            .get(0));
            TableOutcome other = House.run(target, House.until(House.options(target, Side.TARGET), Step.CUTOVER))
                    .get(0);
            assertThat(one.get().code()).isEqualTo(other.code());
            return one.get();
        } finally {
            pool.shutdownNow();
        }
    }

    private ConnectClient connect() {
        return new ConnectClient(List.of(stage.connect.url()), Duration.ofSeconds(10));
    }

    private Map<?, ?> evidence(String step) {
        Journal journal = Journal.open(House.options(settings, Side.BOTH).journal(), settings.name());
        Attempt attempt = journal.latestAttempt("orders").orElseThrow();
        return (Map<?, ?>) Json.parse(journal.step(attempt, step).orElseThrow().evidence());
    }

    private Map<String, Object> liveState() {
        Journal journal = Journal.open(House.options(settings, Side.BOTH).journal(), settings.name());
        Attempt attempt = journal.latestAttempt("orders").orElseThrow();
        return new LiveState(settings).of(settings.tables().get(0), journal.steps(attempt));
    }
}
