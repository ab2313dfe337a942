package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.ProcessLock;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.TabletVersions;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole road on real parts: MySQL, DataX with the packaged writer, Kafka, Connect with the packaged sink. */
@Timeout(600)
class BackfillIT {
    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private String ods;

    @BeforeEach
    void data() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id BIGINT UNSIGNED PRIMARY KEY, userName VARCHAR(20),"
                        + " amount DECIMAL(20,6), rate FLOAT, made DATETIME(6) NOT NULL, seen TIMESTAMP NULL, t TIME(3),"
                        + " y YEAR, flag BIT(1), bits BIT(9), kind ENUM('a','中文'), doc JSON, pic BLOB,"
                        + " note LONGTEXT) COMMENT 'it''s \"one\"'",
                "INSERT INTO " + house.database + ".orders VALUES"
                        + " (1, '中文 😀', 1.5, 1.1, '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05', '-838:59:59',"
                        + "  2024, b'1', b'100000001', '中文', '{\"b\": 1, \"a\": [1.5, null, \"x\"]}', x'00ff', 'tab\\tnl\\n\"\\\\'),"
                        + " (18446744073709551615, NULL, NULL, NULL, '2024-01-02', NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + "  NULL, NULL),"
                        + " (3, '', -0.000001, -0.0, '2024-12-31 23:59:59', '1970-01-02 00:00:01', '00:00:00.100', 1901,"
                        + "  b'0', b'0', 'a', '[]', '', '')");
        for (int i = 1; i <= 3; i++) {
            List<String> rows = new ArrayList<>();
            for (int id = 1; id <= 200; id++) {
                rows.add("(" + id + ", 'v" + id % 7 + "', '2024-01-01 00:00:00')");
            }
            house.mysql.execute(
                    "CREATE TABLE " + house.database + ".t_" + i
                            + " (id INT PRIMARY KEY, v VARCHAR(5), at TIMESTAMP NOT NULL)",
                    "INSERT INTO " + house.database + ".t_" + i + " VALUES " + String.join(",", rows));
        }
    }

    private String orders() {
        return "{source: " + house.database + ".orders}";
    }

    private String shards() {
        return "{source: {databases: " + house.database
                + ", tables: \"t_\\\\d+\"}, target: merged, key: [db_name, table_name, id]}";
    }

    private SluiceSettings both(String tables, String... more) throws IOException {
        return house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + "tables: [" + tables + "]\n"
                + String.join("\n", more));
    }

    private List<TableOutcome> run(SluiceSettings settings) {
        return House.run(settings, House.options(settings, Side.BOTH));
    }

    /** By an account of StarRocks that has what the plan grants where the run creates the tables. */
    @Test
    void tablesAndShardsArriveEqualAndTheBatchTopicsGo() throws Exception {
        GrantedStarRocks account = new GrantedStarRocks(stage.starrocks, house);
        SluiceSettings settings = house.settings(house.head()
                + house.sourceSections()
                + account.in(stage.targetSections(ods))
                + "tables: [" + orders() + ", " + shards() + "]\n"
                + "parallel: {order: largest, snapshots: 2, loads: 2}\n"
                + "throttle: {threadsRunning: 1000, kafkaDisk: 99%, versions: 900}\n");
        assertThat(House.sluice(settings, "plan").code()).isZero();
        account.byDatabase(folder.resolve("sluice-plan"));
        List<TableOutcome> outcomes = run(settings);
        assertThat(outcomes).extracting(TableOutcome::message).containsExactly("", "");
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.verdict()).contains(Verdict.EQUAL);
            assertThat(outcome.batchTopic()).isEqualTo("dropped");
            assertThat(outcome.read()).isEqualTo(outcome.inStarRocks()).isEqualTo(outcome.inTopic());
        });
        assertThat(outcomes)
                .extracting(outcome -> outcome.inStarRocks().orElse(-1))
                .containsExactly(3L, 600L);
        assertThat(stage.first("SELECT user_name FROM " + ods + ".orders WHERE id = 1"))
                .isEqualTo("中文 😀");
        assertThat(stage.first("SELECT COUNT(*) FROM " + ods + ".merged WHERE id = 7"))
                .isEqualTo("3");
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            ConnectClient connect = new ConnectClient(List.of(stage.connect.url()), Duration.ofSeconds(5));
            for (Table table : settings.tables()) {
                assertThat(topics.shape(table.topic())).isEmpty();
                assertThat(connect.config(table.connector())).isEmpty();
                assertThat(topics.committed("connect-" + table.connector(), table.topic()))
                        .isEmpty();
            }
        }
        // again: nothing to do, and it says the same
        List<TableOutcome> again = run(settings);
        assertThat(again).extracting(TableOutcome::attempt).containsExactly(1, 1);
        assertThat(again).extracting(TableOutcome::verdict).containsOnly(java.util.Optional.of(Verdict.EQUAL));
        // and once more from the start, because we were told to
        TableOutcome afresh = ordersAfresh(settings, Step.DROP);
        assertThat(afresh.message()).isEmpty();
        assertThat(afresh.attempt()).isEqualTo(2);
        assertThat(afresh.verdict()).contains(Verdict.EQUAL);
        account.everyGrantWasNeeded();
        withoutAGrantItIsRefused(settings, account);
    }

    private TableOutcome ordersAfresh(SluiceSettings settings, Step until) {
        return House.run(
                        settings,
                        new Backfill.Options(
                                Side.BOTH,
                                settings.tables().subList(0, 1),
                                null,
                                until,
                                true,
                                folder.resolve("sluice-plan"),
                                folder.resolve(".sluice/journal").toString()))
                .get(0);
    }

    /** INSERT is the sink's; what becomes of it without is seen in KafkaAclsIT. */
    private void withoutAGrantItIsRefused(SluiceSettings settings, GrantedStarRocks account) throws Exception {
        String tables = "ALL TABLES IN DATABASE " + ods;
        for (String needed : List.of("SELECT", "DELETE")) {
            account.change("REVOKE", needed, tables);
            assertThat(ordersAfresh(settings, Step.TABLE).message())
                    .contains("Access denied; you need (at least one of) the " + needed
                            + " privilege(s) on TABLE orders");
            account.change("GRANT", needed, tables);
        }
        account.execute("DROP TABLE " + ods + ".orders");
        account.change("REVOKE", "CREATE TABLE", "DATABASE " + ods);
        TableOutcome refused = ordersAfresh(settings, Step.TABLE);
        assertThat(refused.code()).isEqualTo(ExitCode.TARGET_REFUSED);
        assertThat(refused.message()).contains("CREATE TABLE privilege(s) on DATABASE " + ods);
    }

    @Test
    void twoHalvesThatShareOnlyKafkaMeet() throws Exception {
        String tables = "tables: [" + orders() + "]\n";
        SluiceSettings source = house.settings("src/sluice.yaml", house.head() + house.sourceSections() + tables);
        SluiceSettings target = house.settings(
                "tgt/sluice.yaml", house.head() + stage.targetSections(ods) + tables + "policy: {batchTopic: keep}\n");
        assertThat(source.starrocks()).isNull();
        assertThat(target.sources()).isEmpty();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<List<TableOutcome>> one = pool.submit(() -> House.run(source, House.options(source, Side.SOURCE)));
            Future<List<TableOutcome>> other = pool.submit(() -> House.run(target, House.options(target, Side.TARGET)));
            for (TableOutcome outcome : List.of(one.get().get(0), other.get().get(0))) {
                assertThat(outcome.message()).isEmpty();
                assertThat(outcome.verdict()).contains(Verdict.EQUAL);
                assertThat(outcome.inStarRocks()).hasValue(3);
                assertThat(outcome.batchTopic()).isEqualTo("kept");
            }
        } finally {
            pool.shutdownNow();
        }
        try (Topics topics = new Topics(new KafkaClients(source.kafka()))) {
            assertThat(topics.shape(source.tables().get(0).topic())).isPresent();
            loadsWaitForVersions(target);
            // kept without anybody's word; it goes with one, which may come from the other network
            Spoken unsigned = House.sluice(target, "drop-batch", "orders");
            assertThat(unsigned.code()).isEqualTo(40);
            assertThat(unsigned.err()).contains("nobody has signed off");
            Spoken signed = House.sluice(source, "signoff", "orders", "--yes");
            assertThat(signed.code()).as(signed.err()).isZero();
            assertThat(House.sluice(target, "signoff", "wait", "--timeout", "30s")
                            .code())
                    .isZero();
            assertThat(House.sluice(target, "drop-batch", "orders", "--dry-run").out())
                    .contains("would be dropped");
            assertThat(topics.shape(source.tables().get(0).topic())).isPresent();
            try (ProcessLock running = ProcessLock.take(target.stateFolder().resolve("target.lock"), "held")) {
                assertThat(running).isNotNull();
                Spoken beside = House.sluice(target, "drop-batch", "orders");
                assertThat(beside.code()).isEqualTo(40);
                assertThat(beside.err()).contains("another sluice runs the target half");
            }
            Spoken dropped = House.sluice(target, "drop-batch", "orders");
            assertThat(dropped.code()).as(dropped.err()).isZero();
            assertThat(topics.shape(source.tables().get(0).topic())).isEmpty();
            assertThat(House.sluice(target, "drop-batch", "orders").out()).contains("was already dropped at");
        }
    }

    /** Of a table that has taken loads StarRocks tells how many versions they have left. */
    private void loadsWaitForVersions(SluiceSettings target) throws IOException {
        TabletVersions tablets = new TabletVersions(target.starrocksOrRefuse());
        assertThat(tablets.most("orders").getAsLong()).isGreaterThan(1);
        assertThat(tablets.most("nosuch")).isEmpty();
        String file = Files.readString(target.file());
        SluiceSettings limited = house.settings("limited/sluice.yaml", file + "throttle: {versions: 1, wait: 1s}\n");
        assertThatThrownBy(() -> Throttles.of(limited, Side.TARGET, new KafkaClients(limited.kafka()))
                        .get(Step.LOAD)
                        .await("orders", held -> false))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("> 1 (throttle.versions)");
    }

    @Test
    void whatWasChangedInStarRocksIsNamedAndNothingIsDropped() throws Exception {
        SluiceSettings settings = both(orders() + ", " + shards());
        pausedBefore(
                Step.VERIFY,
                settings,
                () -> stage.execute(
                        "UPDATE " + ods + ".merged SET v = 'X' WHERE id = 5 AND table_name = 't_2' AND db_name = '"
                                + house.database + "'",
                        "DELETE FROM " + ods + ".merged WHERE id = 9 AND table_name = 't_1' AND db_name = '"
                                + house.database + "'",
                        "INSERT INTO " + ods + ".merged (db_name, table_name, id, v, at) VALUES ('" + house.database
                                + "', 't_9', 1, 'v', '2024-01-01 00:00:00')"));
        TableOutcome orders = outcomes.get(0);
        TableOutcome merged = outcomes.get(1);
        assertThat(orders.verdict()).contains(Verdict.EQUAL);
        assertThat(merged.code()).isEqualTo(ExitCode.TOPIC_NOT_IN_STARROCKS);
        assertThat(merged.verdict()).contains(Verdict.DIFF);
        assertThat(merged.batchTopic()).isEqualTo("kept");
        String db = "db_name=" + house.database;
        assertThat(merged.details())
                .containsExactlyInAnyOrder(
                        "changed (" + db + ", table_name=t_2, id=5): v",
                        "missing (" + db + ", table_name=t_1, id=9)",
                        "extra (" + db + ", table_name=t_9, id=1)");
        assertThat(Backfill.code(outcomes)).isEqualTo(ExitCode.TOPIC_NOT_IN_STARROCKS);
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            assertThat(topics.shape(settings.tables().get(1).topic())).isPresent();
        }
        // a new run begins again from nothing for that table, and only for that one
        List<TableOutcome> again = run(settings);
        assertThat(again).extracting(TableOutcome::message).containsExactly("", "");
        assertThat(again).extracting(TableOutcome::attempt).containsExactly(1, 2);
        assertThat(again.get(1).verdict()).contains(Verdict.EQUAL);
    }

    @Test
    void aRecordAddedToTheTopicIsFoundAtTheHopWhereItEntered() throws Exception {
        SluiceSettings settings = both(shards());
        String topic = settings.tables().get(0).topic();
        pausedBefore(
                Step.LOAD,
                settings,
                () -> send(
                        settings,
                        topic,
                        EnvelopeV1.sealer(DataKey.fromReference(house.reference("key")))
                                .seal(("{\"db_name\":\"" + house.database
                                                + "\",\"table_name\":\"t_1\",\"id\":999,\"v\":\"x\",\"at\":\"2024-01-01 00:00:00\"}")
                                        .getBytes(StandardCharsets.UTF_8))));
        assertThat(outcomes.get(0).code()).isEqualTo(ExitCode.ACKED_NOT_IN_TOPIC);
        assertThat(outcomes.get(0).message())
                .contains("600 rows were acknowledged")
                .contains("holds 601");
        assertThat(outcomes.get(0).details())
                .as("the row that MySQL does not have")
                .singleElement()
                .asString()
                .contains("extra")
                .contains("999");
    }

    @Test
    void aRecordLostFromTheTopicIsFoundAtTheHopWhereItWent() throws Exception {
        SluiceSettings settings = both(shards());
        String topic = settings.tables().get(0).topic();
        pausedBefore(Step.VERIFY, settings, () -> loseFirstRecord(topic));
        assertThat(outcomes.get(0).code()).isEqualTo(ExitCode.ACKED_NOT_IN_TOPIC);
        assertThat(outcomes.get(0).message())
                .contains("600 rows were acknowledged")
                .contains("holds 599");
        assertThat(outcomes.get(0).details())
                .as("the row that only MySQL still has")
                .singleElement()
                .asString()
                .contains("missing")
                .contains("t_");
    }

    /** Of the later of two tables, on which the target half is done before the source half comes to it. */
    @Test
    void aFrameLostFromTheTopicIsAllOfItsRows() throws Exception {
        house.sealsInFrames();
        SluiceSettings settings = both(orders() + ", " + shards());
        String topic = settings.tables().get(1).topic();
        pausedBefore(Step.VERIFY, settings, () -> loseFirstRecord(topic));
        assertThat(outcomes).extracting(TableOutcome::attempt).containsExactly(1, 1);
        assertThat(outcomes.get(0).message()).isEmpty();
        assertThat(outcomes.get(0).verdict()).as("nothing was lost here").contains(Verdict.EQUAL);
        assertThat(outcomes.get(1).code()).isEqualTo(ExitCode.ACKED_NOT_IN_TOPIC);
        assertThat(outcomes.get(1).message())
                .contains("600 rows were acknowledged")
                .contains("holds 550");
        assertThat(stage.first("SELECT COUNT(*) FROM " + ods + ".merged"))
                .as("the sink had unpacked every frame")
                .isEqualTo("600");
    }

    @Test
    void anUndecryptableRecordIsNamedAlsoWhenTheConnectorTripsOverIt() throws Exception {
        SluiceSettings settings = both(shards());
        String topic = settings.tables().get(0).topic();
        pausedBefore(
                Step.LOAD, settings, () -> send(settings, topic, "{\"nonce\":\"00\"".getBytes(StandardCharsets.UTF_8)));
        assertThat(outcomes.get(0).code()).isEqualTo(ExitCode.UNDECRYPTABLE);
        assertThat(outcomes.get(0).message()).contains("topic " + topic + " partition 1 offset ");
    }

    @Test
    void aTableThatCannotTakeTheRowsFailsItsConnector() throws Exception {
        SluiceSettings settings = both(shards());
        stage.execute(
                "CREATE DATABASE IF NOT EXISTS " + ods,
                "CREATE TABLE " + ods + ".merged (db_name varchar(64) NOT NULL, table_name varchar(64) NOT NULL,"
                        + " id int NOT NULL, v varchar(1) NULL, at datetime NULL) PRIMARY KEY(db_name, table_name, id)"
                        + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES (\"replication_num\" = \"1\")");
        TableOutcome outcome = run(settings).get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.CONNECTOR_FAILED);
        assertThat(outcome.message()).contains(settings.tables().get(0).connector());
        assertThat(outcome.details()).anySatisfy(cause -> assertThat(cause)
                .contains("StarRocks refuses the row for table merged: value too long for column v"));
        assertThat(outcome.verdict()).contains(Verdict.UNKNOWN);
    }

    @Test
    void aTargetThatHoldsRowsOfSomebodyElseIsNotTouched() throws Exception {
        SluiceSettings settings = both(shards());
        stage.execute(
                "CREATE DATABASE IF NOT EXISTS " + ods,
                "CREATE TABLE " + ods + ".merged (db_name varchar(64) NOT NULL, table_name varchar(64) NOT NULL,"
                        + " id int NOT NULL, v varchar(20) NULL, at datetime NULL) PRIMARY KEY(db_name, table_name, id)"
                        + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES (\"replication_num\" = \"1\")",
                "INSERT INTO " + ods + ".merged VALUES ('a', 'b', 1, 'mine', NULL)");
        TableOutcome outcome = run(settings).get(0);
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("holds 1 rows").contains("TRUNCATE TABLE");
        assertThat(stage.first("SELECT v FROM " + ods + ".merged")).isEqualTo("mine");
        // emptied by its owner, it is taken, and the attempt goes on
        stage.execute("TRUNCATE TABLE " + ods + ".merged");
        TableOutcome taken = run(settings).get(0);
        assertThat(taken.message()).isEmpty();
        assertThat(taken.attempt()).isEqualTo(1);
        assertThat(taken.verdict()).contains(Verdict.EQUAL);
    }

    @Test
    void aConnectorOfSomebodyElseIsNotTouched() throws Exception {
        SluiceSettings settings = both(shards());
        ConnectClient connect = new ConnectClient(List.of(stage.connect.url()), Duration.ofSeconds(30));
        Table table = settings.tables().get(0);
        Map<String, String> theirs = Map.of(
                "connector.class",
                "io.github.sluice.connect.StarRocksSinkConnector",
                "topics",
                house.run + ".other",
                "starrocks.http.url",
                stage.starrocks.feHttp(),
                "starrocks.username",
                "root",
                "starrocks.database.name",
                "other",
                "starrocks.query.url",
                stage.starrocks.query());
        connect.put(table.connector(), theirs);
        try {
            TableOutcome outcome = run(settings).get(0);
            assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(outcome.message()).contains("connector " + table.connector() + " exists");
            assertThat(connect.config(table.connector()).orElseThrow()).containsEntry("topics", house.run + ".other");
        } finally {
            connect.delete(table.connector());
        }
    }

    @Test
    void whatCannotBeReachedIsUnknownAndARunGoesOnWhenItIsThere() throws Exception {
        SluiceSettings settings = both(shards());
        SluiceSettings lost = house.settings(
                "lost.yaml",
                Files.readString(settings.file())
                        .replace("query: \"" + stage.starrocks.query() + "\"", "query: \"127.0.0.1:1\""));
        TableOutcome unknown = run(lost).get(0);
        assertThat(unknown.code()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(unknown.verdict()).contains(Verdict.UNKNOWN);
        assertThat(unknown.message()).contains("127.0.0.1:1");
        Files.delete(folder.resolve("sluice-plan/" + settings.tables().get(0).topic() + "_connect.json"));
        TableOutcome outcome = run(settings).get(0);
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.attempt()).isEqualTo(1);
        assertThat(outcome.verdict()).contains(Verdict.EQUAL);
    }

    /** As retention would, or somebody. */
    private void loseFirstRecord(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", house.kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }
    }

    private List<TableOutcome> outcomes = List.of();

    private interface Meddling {
        void act() throws Exception;
    }

    /** Runs to its end, with something done while the run pauses. */
    private void pausedBefore(Step step, SluiceSettings settings, Meddling meddling) {
        Backfill.Options whole = House.options(settings, Side.BOTH);
        Backfill.Options paused = new Backfill.Options(
                whole.side(), whole.tables(), step, whole.until(), false, whole.planFolder(), whole.journal());
        Backfill.Gate gate = House.signing(before -> {
            assertThat(before).isEqualTo(step);
            try {
                meddling.act();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        outcomes = new Backfill(settings, paused, new LoggedBoard(), gate).run();
    }

    private static void send(SluiceSettings settings, String topic, byte[] value)
            throws InterruptedException, ExecutionException {
        try (Producer<byte[], byte[]> producer = new KafkaClients(settings.kafka()).writer("meddler")) {
            producer.send(new ProducerRecord<>(topic, 1, null, value)).get();
        }
    }
}
