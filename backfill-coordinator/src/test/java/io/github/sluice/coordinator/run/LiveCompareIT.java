package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveCompare;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.compare.Repair;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live comparison between real halves, MySQL, streamer, Kafka, Connect with the packaged sink and the StarRocks stand-in, while
 * a writer makes more than 200 changes a second: integer keys with a few very hot ones, shards, and keys of text whose
 * collation takes letter case and accents for the same.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveCompareIT {
    private static final String TIME = "2024-05-06 07:08:09.120";

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private House house;
    private Stage stage;
    private String ods;
    private SluiceSettings settings;
    private KafkaClients kafka;
    private RealStreamer streamer;
    private Thread writer;
    private volatile boolean over;
    private volatile long changes;
    private volatile Throwable died;
    private final Map<String, TableSpec> specs = new HashMap<>();

    @BeforeAll
    void setUp(@TempDir Path folder) throws Exception {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        String db = house.database;
        Path tables = Files.createDirectory(folder.resolve("tables"));
        String body = " v VARCHAR(40), n BIGINT UNSIGNED, at DATETIME(3), doc JSON)";
        house.mysql.execute(
                "CREATE TABLE " + db + ".orders (id INT PRIMARY KEY," + body,
                "CREATE TABLE " + db + ".part_0 (id BIGINT PRIMARY KEY," + body,
                "CREATE TABLE " + db + ".part_1 (id BIGINT PRIMARY KEY," + body,
                "CREATE TABLE " + db + ".codes (code VARCHAR(20) COLLATE utf8mb4_0900_ai_ci PRIMARY KEY," + body);
        String numbers = " WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 900)";
        String values =
                ", CONCAT('v', i), 18446744073709551615 - i, '" + TIME + "', '{\"b\": 1, \"a\": [1.5, null]}' FROM s";
        house.mysql.execute(
                "INSERT INTO " + db + ".orders" + numbers + " SELECT i - 300" + values,
                "INSERT INTO " + db + ".part_0" + numbers + " SELECT i" + values,
                "INSERT INTO " + db + ".part_1" + numbers + " SELECT i * 1000000007" + values,
                "INSERT INTO " + db + ".codes" + numbers + " SELECT CONCAT(ELT(1 + i % 4, 'a', 'B', 'Éc', '码'), i)"
                        + values);
        settings = house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + RealStreamer.section(tables, house.run + "-positions")
                + "policy: {cutover: auto}\n"
                + "tables: [{source: " + db + ".orders}, {source: " + db + ".codes},"
                + " {source: {databases: " + db + ", tables: 'part_\\d+'}, target: parts}]\n");
        kafka = new KafkaClients(settings.kafka());
        streamer = new RealStreamer(house, house.mysql, settings, tables);
        new Planner(settings, new PlanFolder(House.options(settings, Side.BOTH).planFolder()))
                .plan(settings.tables(), false, false);
        for (TableOutcome outcome : House.run(settings, House.until(House.options(settings, Side.BOTH), Step.STREAM))) {
            assertThat(outcome.message()).isEmpty();
        }
        try (ControlTopic control = house.control(settings)) {
            settings.tables()
                    .forEach(table -> specs.put(
                            table.target(),
                            Attempts.spec(
                                    Attempts.announced(control, table.target()).orElseThrow())));
        }
        writer = new Thread(this::write, "writer");
        writer.setUncaughtExceptionHandler((thread, cause) -> died = cause);
        writer.start();
    }

    @AfterAll
    void tearDown() throws InterruptedException {
        pool.shutdownNow();
        over = true;
        writer.join();
        streamer.close();
    }

    // ---- the writer

    private void write() {
        Random random = new Random(7);
        try (Connection connection = house.mysql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("USE " + house.database);
            while (!over) {
                // 4 hot keys that get few values again and again, so that they often are what they were
                change(statement, "orders", "id", String.valueOf(5000 + random.nextInt(4)), random);
                change(statement, "orders", "id", String.valueOf(2000 + random.nextInt(300)), random);
                change(
                        statement,
                        "part_" + random.nextInt(2),
                        "id",
                        String.valueOf(2000 + random.nextInt(100)),
                        random);
                // in letter case only: for MySQL the same key, for StarRocks another
                change(statement, "codes", "code", (random.nextBoolean() ? "hot" : "HOT") + random.nextInt(60), random);
                connection.commit();
                changes += 4;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(12));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void change(Statement statement, String table, String key, String id, Random random)
            throws SQLException {
        String where = " WHERE " + key + " = '" + id + "'";
        switch (random.nextInt(4)) {
            case 0 -> statement.execute("DELETE FROM " + table + where);
            case 1 ->
                statement.execute(
                        "UPDATE " + table + " SET " + key + " = '" + id + "', n = " + random.nextInt(2) + where);
            default ->
                statement.execute("REPLACE INTO " + table + " VALUES ('" + id + "', "
                        + (random.nextInt(3) == 0 ? "NULL" : "'w" + random.nextInt(2) + "'") + ", 0, '" + TIME
                        + "', '{\"k\": " + random.nextInt(2) + "}')");
        }
    }

    private long changes() {
        Throwable cause = died;
        if (cause != null) {
            throw new AssertionError("the writer died", cause);
        }
        return changes;
    }

    // ---- the comparison

    private static final CompareProgress SILENT = new CompareProgress() {
        @Override
        public void rows(long rows, long expected) {}

        @Override
        public void settling(int keys) {}

        @Override
        public void waiting() {}
    };

    private LiveSpec live(String table) {
        TableSpec spec = specs.get(table);
        return LiveSpec.of(
                spec, spec.streamOrRefuse().topic(), settings.control().topic());
    }

    private Future<Optional<Comparison>> serve(SluiceSettings source, String table, CountDownLatch first) {
        return pool.submit(() -> LiveCompare.source(source, kafka, References.keyRing(settings))
                .serve(live(table), () -> false, new CompareProgress() {
                    @Override
                    public void rows(long rows, long expected) {}

                    @Override
                    public void settling(int keys) {}

                    @Override
                    public void waiting() {
                        first.countDown();
                    }
                }));
    }

    private Comparison compare(SluiceSettings target, String table) {
        return LiveCompare.target(target, kafka, References.keyRing(settings))
                .compare(
                        live(table),
                        ConnectClient.group(specs.get(table).streamOrRefuse().connector()),
                        SILENT);
    }

    private Comparison both(String table) throws Exception {
        Future<Optional<Comparison>> source = serve(settings, table, new CountDownLatch(1));
        Comparison found = compare(settings, table);
        assertThat(source.get(30, TimeUnit.SECONDS)).contains(found);
        return found;
    }

    private static List<String> words(Comparison found) {
        return found.differences().stream()
                .map(RowDifference::toString)
                .sorted()
                .toList();
    }

    @Test
    void sidesThatAreTheSameAreEqualWhileWritersGoOn() throws Exception {
        long before = changes();
        long began = System.nanoTime();
        long looked = 0;
        for (String table : List.of("orders", "codes", "parts")) {
            Comparison found = both(table);
            assertThat(found.verdict()).as(table + " " + found).isEqualTo(Verdict.EQUAL);
            assertThat(found.rows()).as(table).isGreaterThanOrEqualTo(table.equals("parts") ? 1800 : 900);
            looked += found.looked();
            try (Topics topics = new Topics(kafka)) {
                assertThat(topics.shape(live(table).exchangeTopic())).isEmpty();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(looked).as("keys that were under way").isPositive();
        assertThat((changes() - before) / seconds)
                .as("changes a second meanwhile")
                .isGreaterThan(100);
    }

    @Test
    void whatDiffersIsNamedInEveryKindOfKeyAndRepairedThroughTheStream() throws Exception {
        stage.execute(
                "DELETE FROM " + ods + ".orders WHERE id = -299",
                "UPDATE " + ods + ".orders SET v = NULL, n = 5 WHERE id = 17",
                "INSERT INTO " + ods + ".orders (id, v) VALUES (900000, 'x')",
                "DELETE FROM " + ods + ".parts WHERE table_name = 'part_1' AND id = 1000000007",
                "INSERT INTO " + ods + ".parts (table_name, id) VALUES ('part_01', 5), ('a', 1), ('part_9', 2)",
                "DELETE FROM " + ods + ".codes WHERE code = '码3'",
                "INSERT INTO " + ods + ".codes (code) VALUES ('B1'), ('A4'), ('')");
        // B1 is a row of MySQL's, so that only its other columns differ
        Repaired codes = repair("codes", false);
        assertThat(words(codes.before()))
                .containsExactly(
                        "changed (code=B1): v, n, at, doc", "extra (code=)", "extra (code=A4)", "missing (code=码3)");
        assertThat(codes.repairs())
                .extracting(Repair::toString)
                .containsExactlyInAnyOrder(
                        "upsert (code=B1)", "delete (code=)", "delete (code=A4)", "upsert (code=码3)");
        assertThat(codes.after()).as("nothing was sent").isEqualTo(codes.before());
        Repaired applied = repair("codes", true);
        assertThat(applied.repairs())
                .as("as it was planned")
                .extracting(Repair::toString)
                .containsExactlyInAnyOrderElementsOf(
                        codes.repairs().stream().map(Repair::toString).toList());
        assertThat(applied.after().verdict()).isEqualTo(Verdict.EQUAL);
        Repaired parts = repair("parts", true);
        assertThat(words(parts.before()))
                .containsExactly(
                        "extra (table_name=a, id=1)",
                        "extra (table_name=part_01, id=5)",
                        "extra (table_name=part_9, id=2)",
                        "missing (table_name=part_1, id=1000000007)");
        assertThat(parts.after().verdict()).as(parts.after().reason()).isEqualTo(Verdict.EQUAL);
        repairByTwoProcesses();
    }

    private Repaired repair(String table, boolean apply) {
        return new RepairRun(settings, House.options(settings, Side.BOTH), new LoggedBoard()).run(table(table), apply);
    }

    private SluiceSettings.Table table(String target) {
        return settings.tables().stream()
                .filter(table -> table.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    /** Each with settings that cannot reach the other's side. */
    private void repairByTwoProcesses() throws Exception {
        String tables = "tables: [{source: " + house.database + ".orders}]\n";
        SluiceSettings source = house.settings(
                "src/sluice.yaml",
                house.head()
                        + house.sourceSections()
                        + RealStreamer.section(house.folder.resolve("tables"), house.run + "-positions")
                        + tables);
        SluiceSettings target =
                house.settings("tgt/sluice.yaml", house.head() + stage.targetSections(ods) + "streamer: {}\n" + tables);
        Cli cli = new Cli(house.folder);
        Cli.Running beside =
                cli.start("repair", "orders", "--apply", "-f", source.file().toString());
        Cli.Running far = cli.start(
                "repair",
                "orders",
                "--apply",
                "--output",
                "json",
                "-f",
                target.file().toString());
        assertThat(far.exitCode()).as(far.errors()).isZero();
        assertThat(beside.exitCode()).as(beside.errors()).isZero();
        assertThat(beside.output()).contains("orders: compared again: EQUAL");
        Map<?, ?> said = (Map<?, ?>) Json.parse(far.output());
        Map<?, ?> before = (Map<?, ?>) said.get("before");
        assertThat(before.get("verdict")).isEqualTo("DIFF");
        assertThat(((List<?>) before.get("differences")).toString())
                .contains("changed (id=17): v, n", "extra (id=900000)", "missing (id=-299)");
        assertThat(before.get("differing")).isEqualTo(3L);
        assertThat(said.get("rows").toString())
                .contains(
                        "action=upsert, key=[id=17]", "action=delete, key=[id=900000]", "action=upsert, key=[id=-299]");
        assertThat(((Map<?, ?>) said.get("after")).get("verdict")).isEqualTo("EQUAL");
        assertThat(stage.all("SELECT id, v, n, CAST(at AS VARCHAR) FROM " + ods
                        + ".orders WHERE id IN (-299, 17, 900000) ORDER BY id"))
                .containsExactly(
                        "-299|v1|18446744073709551614|2024-05-06 07:08:09.120000",
                        "17|v317|18446744073709551298|2024-05-06 07:08:09.120000");
        Journal journal = Journal.open(House.options(source, Side.SOURCE).journal(), source.name());
        assertThat(journal.steps(journal.latestAttempt("orders").orElseThrow()))
                .filteredOn(step -> step.step().startsWith("repair-"))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.state()).isEqualTo(StepState.DONE);
                    assertThat(step.evidence()).isEqualTo("{\"rows\":3,\"upserts\":2,\"deletes\":1,\"moving\":0}");
                });
        Cli.Running verify =
                cli.start("verify", "--tables", "orders", "-f", settings.file().toString());
        assertThat(verify.exitCode()).as(verify.errors()).isZero();
    }

    @Test
    void aSourceHalfThatIsKilledIsReplacedAndTheVerdictStands() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        Future<Comparison> target = pool.submit(() -> compare(settings, "orders"));
        Future<Optional<Comparison>> killed = serve(settings, "orders", served);
        assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
        killed.cancel(true);
        Future<Optional<Comparison>> next = serve(settings, "orders", new CountDownLatch(1));
        assertThat(target.get(60, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(killed.isCancelled() || next.get(30, TimeUnit.SECONDS).isPresent())
                .isTrue();
        next.cancel(true);
    }

    @Test
    void aTargetHalfThatIsKilledBeginsAnewWithTheSameSourceHalf() throws Exception {
        Future<Comparison> killed = pool.submit(() -> compare(settings, "orders"));
        try (Topics topics = new Topics(kafka)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> topics.shape(live("orders").exchangeTopic()).isPresent()
                            && topics.ends(live("orders").exchangeTopic()).get(0) > 0);
        }
        killed.cancel(true);
        Future<Optional<Comparison>> source = serve(settings, "orders", new CountDownLatch(1));
        Comparison found = compare(settings, "orders");
        assertThat(found.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(source.get(30, TimeUnit.SECONDS)).contains(found);
    }

    @Test
    void aLostConnectionOnEitherSideIsUnknown() throws Exception {
        SluiceSettings noStarRocks = house.settings(
                "nosr/sluice.yaml", Files.readString(settings.file()).replace(stage.starrocks.query(), "127.0.0.1:1"));
        Future<Optional<Comparison>> source = serve(settings, "orders", new CountDownLatch(1));
        Comparison lost = compare(noStarRocks, "orders");
        assertThat(lost.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(lost.reason()).contains("StarRocks 127.0.0.1:1");
        assertThat(source.get(30, TimeUnit.SECONDS)).contains(lost);
        SluiceSettings noMySql = house.settings(
                "nomysql/sluice.yaml",
                Files.readString(settings.file()).replace("port: " + house.mysql.port(), "port: 1"));
        Future<Optional<Comparison>> blind = serve(noMySql, "orders", new CountDownLatch(1));
        Comparison other = compare(settings, "orders");
        assertThat(other.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(other.reason()).contains("MySQL 127.0.0.1:1 cannot be reached");
        assertThat(blind.get(30, TimeUnit.SECONDS)).contains(other);
    }
}
