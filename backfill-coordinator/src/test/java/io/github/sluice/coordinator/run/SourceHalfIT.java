package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source half on a real MySQL, Kafka and DataX; the target half is a thread that says what one would say. */
@Timeout(300)
class SourceHalfIT {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void table() throws IOException {
        house = new House(folder);
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id BIGINT UNSIGNED PRIMARY KEY, userName VARCHAR(20),"
                        + " amount DECIMAL(20,6), made DATETIME(6) NOT NULL, doc JSON, pic BLOB) COMMENT 'it''s \"one\"'",
                "INSERT INTO " + house.database + ".orders VALUES"
                        + " (1, '中文 😀', 1.5, '2024-01-02 03:04:05.123456', '{\"b\": 1, \"a\": [1.5, null]}', x'00ff'),"
                        + " (18446744073709551615, NULL, NULL, '2024-01-02', NULL, NULL),"
                        + " (3, 'tab\\t\\nnewline\"', -0.000001, '2024-12-31 23:59:59', '[]', '')");
    }

    @Test
    void aSnapshotIsReadAcknowledgedAndProvenInTheTopic() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        List<TableOutcome> outcomes = run(settings, Step.SNAPSHOT, () -> {});
        assertThat(outcomes).hasSize(1);
        TableOutcome outcome = outcomes.get(0);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.read()).hasValue(3);
        assertThat(outcome.acked()).hasValue(3);
        assertThat(outcome.inTopic()).hasValue(3);
        assertThat(secretsLeft()).as("jobs with the password").isEmpty();
        assertThat(everythingWritten()).doesNotContain("s3cret-");
    }

    @Test
    void aFinishedSnapshotIsNotTakenAgain() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        run(settings, Step.SNAPSHOT, () -> {});
        house.mysql.execute("INSERT INTO " + house.database + ".orders VALUES (4, '', 0, NOW(), NULL, NULL)");
        TableOutcome again = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.read()).hasValue(3);
    }

    @Test
    void shardsAreMergedWithTheirNames() throws Exception {
        for (int i = 1; i <= 2; i++) {
            house.mysql.execute(
                    "CREATE TABLE " + house.database + ".t_" + i + " (id INT PRIMARY KEY, v TIMESTAMP NULL)",
                    "INSERT INTO " + house.database + ".t_" + i + " VALUES (1, '2024-01-01 00:00:00'), (2, NULL)");
        }
        SluiceSettings settings = house.settings(house.sourceYaml("{source: {databases: " + house.database
                + ", tables: \"t_\\\\d+\"}, target: merged, key: [db_name, table_name, id]}"));
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.inTopic()).hasValue(4);
    }

    @Test
    void aTopicOfSomebodyElseIsNotTouched() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        KafkaClients clients = new KafkaClients(settings.kafka());
        String topic = settings.tables().get(0).topic();
        try (Topics topics = new Topics(clients);
                Producer<byte[], byte[]> producer = clients.writer("somebody")) {
            topics.create(topic, new Topics.Shape(2, 1, Map.of()));
            producer.send(new ProducerRecord<>(topic, "theirs".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .get();
            TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> {}).get(0);
            assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(outcome.message()).contains("holds records and the journal does not show that we created it");
            assertThat(topics.ranges(topic).values().stream()
                            .mapToLong(Topics.Range::end)
                            .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void anEmptyTopicThatFitsIsTakenAndOneThatDoesNotIsRefused() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        String topic = settings.tables().get(0).topic();
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            topics.create(topic, new Topics.Shape(3, 1, Map.of("retention.ms", "1000")));
            TableOutcome refused = run(settings, Step.SNAPSHOT, () -> {}).get(0);
            assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.message()).contains("has 3 partitions");
            topics.delete(topic);
            topics.create(topic, new Topics.Shape(2, 1, Map.of("retention.ms", "1000")));
            assertThat(run(settings, Step.SNAPSHOT, () -> {}).get(0).message()).contains("retention.ms 1000");
            topics.delete(topic);
            topics.create(topic, new Topics.Shape(2, 1, Map.of("retention.ms", "-1")));
            TableOutcome taken = run(settings, Step.SNAPSHOT, () -> {}).get(0);
            assertThat(taken.message()).isEmpty();
            assertThat(taken.inTopic()).hasValue(3);
        }
    }

    @Test
    void aTableThatCannotBeReadEndsWith25AndDoesNotStopTheOthers() throws Exception {
        house.mysql.execute("CREATE TABLE " + house.database + ".other (id INT PRIMARY KEY)");
        SluiceSettings settings = house.settings(
                house.sourceYaml("{source: " + house.database + ".orders}, {source: " + house.database + ".other}"));
        Path plan = settings.stateFolder().resolveSibling("sluice-plan");
        run(settings, Step.TOPICS, () -> {});
        Path job = plan.resolve(settings.tables().get(0).topic() + "_datax_config.json");
        Files.writeString(job, Files.readString(job).replace("CAST(`made` AS CHAR)", "CAST(`nothing` AS CHAR)"));
        List<TableOutcome> outcomes = run(settings, Step.SNAPSHOT, () -> {});
        assertThat(outcomes.get(0).code()).isEqualTo(ExitCode.SNAPSHOT_FAILED);
        assertThat(outcomes.get(0).message()).contains("its output is in").doesNotContain("nothing");
        assertThat(outcomes.get(0).details()).as("DataX's own words").anySatisfy(line -> assertThat(line)
                .contains("nothing"));
        assertThat(outcomes.get(1).code()).isEqualTo(ExitCode.DONE);
        assertThat(Backfill.code(outcomes)).isEqualTo(ExitCode.SNAPSHOT_FAILED);
        assertThat(secretsLeft()).isEmpty();
        // the job is mended: a fresh attempt, from an empty topic
        Files.writeString(job, Files.readString(job).replace("CAST(`nothing` AS CHAR)", "CAST(`made` AS CHAR)"));
        TableOutcome again = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.inTopic()).hasValue(3);
    }

    @Test
    void aJobThatWasEditedToAnotherStructureIsRefused() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        run(settings, Step.TOPICS, () -> {});
        house.mysql.execute("ALTER TABLE " + house.database + ".orders ADD COLUMN late INT");
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("another structure of MySQL").contains("run sluice plan again");
    }

    @Test
    void aRecordThatIsNotOursEndsWith23AndItsPlace() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        String topic = settings.tables().get(0).topic();
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> send(settings, topic, new byte[] {1}))
                .get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.UNDECRYPTABLE);
        assertThat(outcome.message()).contains("topic " + topic + " partition 1 offset ");
    }

    @Test
    void aRowThatMySqlDoesNotHaveEndsWith21AndItsKey() throws Exception {
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".small (id INT PRIMARY KEY, v VARCHAR(9))",
                "INSERT INTO " + house.database + ".small VALUES (1, 'a'), (2, 'b')");
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".small}"));
        byte[] sealed = EnvelopeV1.sealer(DataKey.fromReference(house.reference("key")))
                .seal("{\"id\":7,\"v\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        String topic = settings.tables().get(0).topic();
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> send(settings, topic, sealed))
                .get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.ACKED_NOT_IN_TOPIC);
        assertThat(outcome.message()).contains("2 rows were acknowledged").contains("holds 3");
        assertThat(outcome.details()).containsExactly("extra (id=7)");
        assertThat(outcome.verdict()).contains(Verdict.DIFF);
        // nothing of what was found is compared again: a fresh attempt
        TableOutcome again = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.inTopic()).hasValue(2);
    }

    @Test
    void aRowThatKafkaDoesNotTakeEndsWith20() throws Exception {
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".wide (id INT PRIMARY KEY, v TEXT)",
                "INSERT INTO " + house.database + ".wide VALUES (1, 'a'), (2, REPEAT('b', 20000))");
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".wide}")
                .replace("batchPartitions: 2", "batchPartitions: 2, topicConfig: {max.message.bytes: \"10000\"}"));
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.READ_NOT_ACKED);
        assertThat(outcome.message()).contains("read ≠ acknowledged").contains("dirty 1");
        assertThat(outcome.verdict()).contains(Verdict.DIFF);
    }

    @Test
    void recordsThatAreThereBeforeDataxStartsAreNeverMixedWithIts() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        run(settings, Step.TOPICS, () -> {});
        send(settings, settings.tables().get(0).topic(), new byte[] {1});
        TableOutcome outcome = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.SNAPSHOT_FAILED);
        assertThat(outcome.message()).contains("holds records before DataX has started");
        TableOutcome again = run(settings, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aTablePlannedAnewIsAnotherAttempt() throws Exception {
        SluiceSettings before = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        run(before, Step.SNAPSHOT, () -> {});
        SluiceSettings after = house.settings(
                house.sourceYaml("{source: " + house.database + ".orders, columns: {userName: customer}}"));
        TableOutcome refused = run(after, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(refused.message()).contains("run sluice plan again");
        new Planner(after, new PlanFolder(after.stateFolder().resolveSibling("sluice-plan")))
                .plan(after.tables(), false, false);
        TableOutcome again = run(after, Step.SNAPSHOT, () -> {}).get(0);
        assertThat(again.message()).isEmpty();
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aRefusalOfTheTargetHalfIsThisHalfsToo() throws Exception {
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        TableOutcome outcome;
        try (ControlTopic control = house.control(settings)) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread target = speaker(
                    control,
                    settings,
                    stop,
                    attempt -> new Word(
                            attempt.table(),
                            Step.TABLE.word(),
                            attempt.attempt(),
                            attempt.attemptId(),
                            Word.State.FAILED,
                            ExitCode.REFUSED,
                            "StarRocks table holds rows",
                            Map.of()));
            outcome = House.run(settings, House.until(House.options(settings, Side.SOURCE), Step.SNAPSHOT))
                    .get(0);
            stop.set(true);
            target.join();
        }
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).isEqualTo("StarRocks table holds rows");
    }

    private interface Meddling {
        void act() throws Exception;
    }

    /**
     * Runs the source half beside a target half that has every table ready at once.
     *
     * @param onDatax done once DataX has been started
     */
    private List<TableOutcome> run(SluiceSettings settings, Step until, Meddling onDatax) throws Exception {
        try (ControlTopic control = house.control(settings)) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread target = speaker(
                    control,
                    settings,
                    stop,
                    attempt -> Word.done(
                            attempt.table(), Step.TABLE.word(), attempt.attempt(), attempt.attemptId(), Map.of()));
            Thread watcher = new Thread(() -> watchDatax(stop, onDatax));
            watcher.start();
            try {
                return House.run(settings, House.until(House.options(settings, Side.SOURCE), until));
            } finally {
                stop.set(true);
                target.join();
                watcher.join();
            }
        }
    }

    private void watchDatax(AtomicBoolean stop, Meddling then) {
        try {
            while (!stop.get()) {
                if (!secretsLeft().isEmpty()) {
                    then.act();
                    return;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(20).toNanos());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(SluiceSettings settings, String topic, byte[] value) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaClients(settings.kafka()).writer("forger")) {
            producer.send(new ProducerRecord<>(topic, 1, null, value)).get();
        }
    }

    private interface Answer {
        Word to(Word attempt);
    }

    private static Thread speaker(ControlTopic control, SluiceSettings settings, AtomicBoolean stop, Answer answer) {
        Thread thread = new Thread(() -> {
            Map<String, String> answered = new java.util.HashMap<>();
            while (!stop.get()) {
                for (var table : settings.tables()) {
                    control.newest(table.target(), Attempts.ATTEMPT).ifPresent(attempt -> {
                        if (!attempt.attemptId().equals(answered.put(table.target(), attempt.attemptId()))) {
                            control.publish(answer.to(attempt));
                        }
                    });
                }
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(50).toNanos());
            }
        });
        thread.start();
        return thread;
    }

    private List<Path> secretsLeft() throws IOException {
        Path runs = folder.resolve(".sluice/runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(runs)) {
            return files.filter(file -> file.endsWith("datax-job.json")).toList();
        } catch (java.io.UncheckedIOException vanished) {
            // a file was removed while it was looked at
            return List.of();
        }
    }

    /** All that the run left behind beside the secrets themselves. */
    private String everythingWritten() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".secret"))
                    .toList()) {
                text.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
