package io.github.sluice.starrockswriter;

import static io.github.sluice.starrockswriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.starrocks.load.Fault;
import io.github.sluice.testbed.starrocks.load.FaultPoint;
import io.github.sluice.testbed.starrocks.load.Faults;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each row once, whatever happens to job or cluster. The tables have no primary key, so that a row that is loaded twice is
 * there twice.
 */
@Timeout(180)
class TroubleIT {
    private static final int ROWS = 200;
    private static final int BATCH = 40;

    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, TroubleIT.class);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @AfterEach
    void noMoreFaults() {
        house.starRocks.faults().clear();
    }

    private static String appendingTable() throws Exception {
        return house.table("(id BIGINT NOT NULL, name VARCHAR(100) NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
    }

    private static void everyRowOnce(String table) throws Exception {
        assertThat(house.rows("SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id) FROM d." + table))
                .containsExactly(ROWS + "|" + ROWS + "|1|" + ROWS);
    }

    private static Map<String, Object> writer(String table, Object... pairs) {
        Map<String, Object> writer =
                house.writer(table, Key.MAX_BATCH_ROWS, BATCH, Key.VISIBLE_TIMEOUT_MS, 10_000, Key.MAX_RETRIES, 2);
        writer.putAll(map(pairs));
        return writer;
    }

    /** Each step of a load loses a connection or an answer somewhere in the job; the seed says where. */
    @Test
    void connectionsThatBreakCostNoRowAndDoubleNone() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String table = appendingTable();
        Faults faults = house.starRocks.faults();
        Faults.Planned lost = faults.plan(Fault.loseReply().forOperation("commit"));
        String[] steps = {"begin", "load", "prepare", "commit"};
        Faults.Planned cut = faults.plan(Fault.at(FaultPoint.BEFORE_REPLY, new Fault.Action.Drop())
                .forOperation(steps[random.nextInt(steps.length)]));
        Faults.Planned body = faults.plan(
                Fault.at(FaultPoint.IN_BODY, new Fault.Action.Drop()).forOperation("load"));
        Faults.Planned backend = faults.plan(Fault.deadBackend().forOperation(random.nextBoolean() ? "begin" : "load"));

        DataxResult result = house.run(house.reader(house.sourceRows(ROWS)), writer(table, Key.MAX_RETRIES, 4));

        assertThat(result.exitCode())
                .as("rerun with -Dseed=" + seed + "\n" + result.output())
                .isZero();
        assertThat(List.of(lost, cut, body, backend)).allMatch(fault -> fault.hits() == 1);
        everyRowOnce(table);
    }

    @Test
    void aPublishTimeoutIsWaitedOut() throws Exception {
        String table = appendingTable();
        Faults.Planned slow = house.starRocks.faults().plan(Fault.delayPublish(Duration.ofMillis(1_500)));
        DataxResult result = house.run(house.reader(house.sourceRows(ROWS)), writer(table));
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(slow.hits()).isEqualTo(1);
        everyRowOnce(table);
    }

    @Test
    void aLoadThatStaysInvisibleEndsTheJobAndARerunFindsItsRows() throws Exception {
        String table = appendingTable();
        Faults.Planned stuck = house.starRocks.faults().plan(Fault.pause(FaultPoint.PUBLISH));
        Path place = house.manifestPlace();
        Map<String, Object> reader = house.reader(house.sourceRows(ROWS));
        Map<String, Object> writer = writer(
                table,
                Key.RUN_ID,
                "stuck",
                Key.MANIFEST_PATH,
                place.toString(),
                Key.VISIBLE_TIMEOUT_MS,
                500,
                Key.MAX_RETRIES,
                0);

        DataxResult failed = house.run(reader, writer);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output()).contains("StarRocksWriterExt-11");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);

        stuck.release();
        assertThat(house.run(reader, writer(table, Key.RUN_ID, "stuck")).exitCode())
                .isZero();
        everyRowOnce(table);
    }

    /** The commit is carried out and its answer held back; the job dies before it hears of it. */
    @Test
    void aJobThatIsKilledBetweenLoadAndAnswerEndsExactlyOnceWhenItIsRunAgain() throws Exception {
        killedAndRunAgain(Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("commit"), true);
    }

    /** Nobody ever commits what the killed job has prepared. */
    @Test
    void aJobThatIsKilledBeforeItsCommitEndsExactlyOnceWhenItIsRunAgain() throws Exception {
        killedAndRunAgain(Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("prepare"), false);
    }

    private static void killedAndRunAgain(Fault fault, boolean visible) throws Exception {
        String table = appendingTable();
        String runId = "killed-" + table;
        Map<String, Object> reader = house.reader(house.sourceRows(ROWS));
        Path place = house.manifestPlace();
        Path job = house.job(reader, writer(table, Key.RUN_ID, runId, Key.MANIFEST_PATH, place.toString()));
        // let one load pass, strike the second
        Faults.Planned first = house.starRocks
                .faults()
                .plan(Fault.at(fault.point(), new Fault.Action.Delay(Duration.ZERO))
                        .forOperation(fault.operation()));
        Faults.Planned second = house.starRocks.faults().plan(fault);
        Process process = house.start(job, folder.resolve(runId + ".log"));
        try {
            assertThat(second.awaitHit(Duration.ofSeconds(60))).isTrue();
        } finally {
            DataxHome.kill(process);
        }
        assertThat(first.hits()).isEqualTo(1);
        second.remove();
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(house.count(table))
                .isEqualTo(visible ? 2 * BATCH : BATCH));
        assertThat(place).as("no claim of a job that was killed").doesNotExist();

        DataxResult again = house.run(job);

        assertThat(again.exitCode()).as(again.output()).isZero();
        everyRowOnce(table);
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(manifest.acked()).as("what the killed job has loaded counts").isEqualTo(ROWS);
        assertThat(manifest.records()).isEqualTo(ROWS / BATCH);
    }

    @Test
    void rowsThatPreSqlHasRemovedAreLoadedAgain() throws Exception {
        String table = appendingTable();
        Map<String, Object> reader = house.reader(house.sourceRows(ROWS));
        Map<String, Object> writer = writer(
                table,
                Key.RUN_ID,
                "truncated",
                Key.JDBC_URL,
                house.jdbcUrl(),
                Key.PRE_SQL,
                List.of("TRUNCATE TABLE d.@table"));
        assertThat(house.run(reader, writer).exitCode()).isZero();
        assertThat(house.run(reader, writer).exitCode()).isZero();
        everyRowOnce(table);
    }

    @Test
    void aDeadFrontendIsPassedOver() throws Exception {
        String table = appendingTable();
        DataxResult result = house.run(
                house.reader(house.sourceRows(ROWS)),
                writer(table, Key.LOAD_URL, List.of("127.0.0.1:1", house.starRocks.feHttp()), Key.MAX_RETRIES, 1));
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("a frontend is passed over");
        everyRowOnce(table);
    }

    @Test
    void noFrontendAtAllEndsTheJobBeforeTheFirstRow() throws Exception {
        DataxResult result = house.run(
                house.reader(house.sourceRows(1)), writer("t", Key.LOAD_URL, List.of("127.0.0.1:1", "127.0.0.1:2")));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("StarRocksWriterExt-03").contains("none of");
    }

    @Test
    void aWrongPasswordAndAMissingTableAreSaidAsWhatTheyAre() throws Exception {
        Map<String, Object> reader = house.reader(house.sourceRows(1));
        DataxResult password = house.run(reader, writer("t", Key.PASSWORD, "wrong-password"));
        assertThat(password.exitCode()).isEqualTo(1);
        assertThat(password.output()).contains("StarRocksWriterExt-04").doesNotContain("wrong-password");

        DataxResult table = house.run(reader, writer("no_such_table"));
        assertThat(table.exitCode()).isEqualTo(1);
        assertThat(table.output()).contains("StarRocksWriterExt-05").contains("no_such_table");
    }
}
