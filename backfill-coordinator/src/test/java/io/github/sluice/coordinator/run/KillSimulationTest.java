package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.run.KillSwitch.How;
import io.github.sluice.coordinator.run.KillSwitch.Killed;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real halves, steps, journal file and words on simulated servers, with a writer at work where there is a stream: killed at 90 seeded moments,
 * the run that is begun again ends as one that nobody disturbed.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KillSimulationTest {
    private static final int KILLS = Integer.getInteger("sluice.simulated.kills", 90);
    private static final int MOST_RUNS = 12;

    /** What a scheduler tries again. */
    private static final List<ExitCode> TRY_AGAIN =
            List.of(ExitCode.READ_NOT_ACKED, ExitCode.CONNECTOR_FAILED, ExitCode.SNAPSHOT_FAILED, ExitCode.UNKNOWN);

    @TempDir
    Path folder;

    private static final List<Throwable> UNCAUGHT = new CopyOnWriteArrayList<>();

    private static Thread.UncaughtExceptionHandler before;

    @BeforeAll
    static void killedThreadsEndSilently() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (!(e instanceof Killed)) {
                UNCAUGHT.add(e);
            }
        });
    }

    @AfterAll
    static void noThreadEndedOtherwise() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertThat(UNCAUGHT).isEmpty();
    }

    /** Where a run has come to. */
    private record End(String servers, List<String> journals, Verdict verdict, String batchTopic, String live) {}

    private static End end(SimHouse house, TableOutcome outcome, Side... journals) throws Exception {
        assertThat(house.secrets()).as("copies of the password").isEmpty();
        return new End(
                house.servers.end(),
                house.journals(journals),
                outcome.verdict().orElse(null),
                outcome.batchTopic(),
                outcome.live());
    }

    private End undisturbed(String kind, Side[] sides, boolean live, SimTable table, Map<Side, Integer> calls)
            throws Exception {
        SimHouse house = new SimHouse(folder.resolve("undisturbed-" + kind.replace(' ', '-')), live, table);
        Map<Side, KillSwitch> processes = new LinkedHashMap<>();
        for (Side side : sides) {
            processes.put(side, KillSwitch.never());
        }
        TableOutcome outcome = beside(sides, side -> house.run(side, processes.get(side), false));
        processes.forEach((side, process) -> calls.put(side, process.calls()));
        assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.DONE);
        End end = end(house, outcome, sides);
        assertThat(house.servers.level()).as("MySQL and StarRocks").isTrue();
        return end;
    }

    /** What one side does. */
    interface Running {
        TableOutcome run(Side side) throws Exception;
    }

    /** One thread for each process; what the last of the sides ends with. */
    static TableOutcome beside(Side[] sides, Running running) throws Exception {
        Map<Side, TableOutcome> outcomes = new ConcurrentHashMap<>();
        Map<Side, Throwable> errors = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Side side : sides) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            outcomes.put(side, running.run(side));
                        } catch (Throwable e) {
                            errors.put(side, e);
                        }
                    },
                    "process-" + side);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable error : errors.values()) {
            throw new AssertionError(error);
        }
        return outcomes.get(sides[sides.length - 1]);
    }

    @Test
    void killedAtNinetyMomentsARunEndsAsOneThatWasNot() throws Exception {
        long first = Long.getLong("seed", System.nanoTime() & 0xffffff);
        System.out.println("-Dseed=" + first + ", " + KILLS + " kills");
        Map<String, End> ends = new LinkedHashMap<>();
        Map<String, Map<Side, Integer>> calls = new LinkedHashMap<>();
        AtomicInteger hits = new AtomicInteger();
        int cases = 0;
        for (; hits.get() < KILLS; cases++) {
            long seed = first + cases;
            Random random = new Random(seed);
            boolean live = random.nextInt(3) > 0;
            boolean split = random.nextBoolean();
            boolean two = random.nextInt(3) == 0;
            SimTable table = two ? SimTable.ORDERS_OF_TWO : SimTable.ORDERS;
            Side[] sides = split ? new Side[] {Side.SOURCE, Side.TARGET} : new Side[] {Side.BOTH};
            String kind = (two ? "two MySQLs" : "one MySQL") + (live ? " live" : "") + (split ? " split" : "");
            if (!ends.containsKey(kind)) {
                Map<Side, Integer> counted = new ConcurrentHashMap<>();
                ends.put(kind, undisturbed(kind, sides, live, table, counted));
                calls.put(kind, counted);
            }
            StringBuilder story = new StringBuilder("seed " + seed + ", " + kind);
            try {
                SimHouse house = new SimHouse(folder.resolve("case-" + seed), live, table);
                TableOutcome outcome =
                        beside(sides, side -> untilDone(house, side, calls.get(kind), random, story, hits));
                assertThat(end(house, outcome, sides)).isEqualTo(ends.get(kind));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("rerun with -Dseed=" + seed + ": " + story, e);
            }
        }
        System.out.println(hits + " kills in " + cases + " runs, lost answers apart");
        assertThat(hits).hasValueGreaterThanOrEqualTo(KILLS);
    }

    /** Runs one side again and again, as a scheduler does, killing it on the way, until it is done. */
    private static TableOutcome untilDone(
            SimHouse house, Side side, Map<Side, Integer> calls, Random random, StringBuilder story, AtomicInteger hits)
            throws Exception {
        for (int run = 1; run <= MOST_RUNS; run++) {
            KillSwitch process;
            boolean withDatax;
            synchronized (random) {
                boolean kill = run == 1 || (run <= 3 && random.nextInt(3) == 0);
                int at = kill ? 1 + random.nextInt(calls.get(side)) : 0;
                process = new KillSwitch(at, How.values()[random.nextInt(How.values().length)]);
                withDatax = random.nextBoolean();
            }
            TableOutcome outcome = null;
            try {
                outcome = house.run(side, process, false);
            } catch (Killed killed) {
                if (withDatax && side.hasSource()) {
                    house.servers.killDatax();
                }
            } catch (Failure failure) {
                story.append("; ").append(side).append(" could not begin: ").append(failure.getMessage());
            }
            if (process.isDead()) {
                hits.incrementAndGet();
            }
            synchronized (story) {
                story.append("\n  ")
                        .append(side)
                        .append(" run ")
                        .append(run)
                        .append(": ")
                        .append(process.where());
                if (outcome != null) {
                    story.append(" ended with ")
                            .append(outcome.code())
                            .append(' ')
                            .append(outcome.message());
                }
            }
            if (outcome != null && outcome.code() == ExitCode.DONE) {
                return outcome;
            }
            if (outcome != null) {
                assertThat(outcome.code())
                        .as("a kill is no difference, and leads to no dead end: %s", outcome.message())
                        .isIn(TRY_AGAIN);
            }
        }
        throw new AssertionError(side + " is not done after " + MOST_RUNS + " runs");
    }

    @Test
    void aRefusedStepTouchesNothing() throws Exception {
        SimHouse house = new SimHouse(folder.resolve("refused"), true);
        KillSwitch process = KillSwitch.never();
        house.process(Side.BOTH, process, false, (options, work) -> {
            Attempt attempt = new Attempt(SimServers.TABLE, 1, "11111111-1111");
            work.journal().remember(attempt);
            String before = house.servers.end();
            for (Step step : Step.ofRun(true)) {
                if (step != Step.TABLE) {
                    assertThatThrownBy(() -> new StepLedger(work).perform(attempt, step, () -> {
                                throw new AssertionError(step + " was performed");
                            }))
                            .isInstanceOfSatisfying(Failure.class, refused -> assertThat(refused.code())
                                    .isEqualTo(ExitCode.REFUSED))
                            .hasMessageContaining("possible now: run (table), run --restart");
                }
            }
            assertThat(house.servers.end()).isEqualTo(before);
            return true;
        });
    }

    /** The other half may have heard that the step is done, and goes on from there. */
    @Test
    void aStepWhoseLastWordHadNoAnswerIsDone() throws Exception {
        for (Step step : Step.ofRun(true)) {
            SimHouse house = new SimHouse(folder.resolve("unanswered-" + step), true);
            KillSwitch process = KillSwitch.at("say sim/orders/" + step.word() + " ", 1, How.ANSWER_LOST);
            TableOutcome outcome = house.run(Side.BOTH, process, false);
            assertThat(process.where()).contains(step.word());
            assertThat(outcome.code()).as("%s: %s", step, outcome.message()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.attempt()).isEqualTo(1);
            assertThat(house.step(Side.BOTH, step).orElseThrow().state()).isEqualTo(StepState.DONE);
        }
    }

    /** Of a verify that fails twice, the second one killed between its journal and its word. */
    @Test
    void twoReportsOfOneFailedStepAreNoDeadEnd() throws Exception {
        for (int reading = 1; reading <= 100; reading++) {
            SimHouse house = new SimHouse(folder.resolve("reports-" + reading), false);
            KillSwitch process = KillSwitch.at("RowReader.read", reading, How.ANSWER_LOST);
            TableOutcome unknown = house.run(Side.BOTH, process, false);
            assertThat(process.where()).as("a reading of rows during verify").isNotEmpty();
            if (house.step(Side.BOTH, Step.VERIFY).isEmpty()) {
                continue;
            }
            assertThat(unknown.code()).as(process.where()).isEqualTo(ExitCode.UNKNOWN);
            house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> {
                Attempt attempt = work.journal().latestAttempt(SimServers.TABLE).orElseThrow();
                StepEntry failed =
                        work.journal().step(attempt, Step.VERIFY.word()).orElseThrow();
                Map<String, Object> evidence = new LinkedHashMap<>(StepLedger.evidence(failed));
                VerificationReport told = new VerificationReport(String.valueOf(evidence.get("report")));
                VerificationReport younger =
                        new VerificationReport(told.text().replace("\"verifyEnded\":\"2", "\"verifyEnded\":\"3"));
                assertThat(younger.hash()).isNotEqualTo(told.hash());
                evidence.put("report", younger.text());
                evidence.put("reportSha256", younger.hash());
                work.journal().failed(attempt, failed.step(), failed.code(), failed.message(), Json.write(evidence));
                return true;
            });
            TableOutcome outcome = house.run(Side.BOTH, KillSwitch.never(), false);
            assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.attempt()).isEqualTo(1);
            return;
        }
        throw new AssertionError("no reading of rows was one during verify");
    }

    @Test
    void aTruncateUnderTheCopyBeginsTheTableAnewAndStillEndsEqual() throws Exception {
        SimHouse house = new SimHouse(folder.resolve("truncate"), true);
        // killed in the middle of DataX, the table is emptied, and begun again
        KillSwitch process = new KillSwitch(1, How.BEFORE_ITS_EFFECT);
        for (int at = 60; process.where().isEmpty() || !process.where().contains("DataX goes on"); at++) {
            SimHouse again = house;
            process = new KillSwitch(at, How.BEFORE_ITS_EFFECT);
            KillSwitch killed = process;
            assertThatThrownBy(() -> again.run(Side.BOTH, killed, false)).isInstanceOf(Killed.class);
            if (!process.where().contains("DataX goes on")) {
                house = new SimHouse(folder.resolve("truncate-" + at), true);
            }
        }
        house.servers.truncate();
        TableOutcome outcome = house.run(Side.BOTH, KillSwitch.never(), false);
        assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.attempt()).as("another attempt").isGreaterThan(1);
        house.servers.settle();
        assertThat(house.servers.level()).isTrue();
    }

    @Test
    void cutoverIsRefusedUntilTheBatchHasBeenLetGoOfAndGoesOnFromThere() throws Exception {
        SimHouse house = new SimHouse(folder.resolve("cutover"), true);
        for (Step until : new Step[] {Step.SNAPSHOT, Step.VERIFY, Step.DROP}) {
            house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> {
                assertThatThrownBy(() -> CutoverRun.refuseUnlessLetGo(
                                work.control(),
                                house.settings(),
                                house.settings().tables().get(0)))
                        .hasMessageContaining("run (cutover) is refused: ")
                        .hasMessageContaining("its stream has not taken over")
                        .hasMessageContaining("possible now: ");
                return new Backfill(house.settings(), House.until(options, until), work.board(), step -> {}).run(work);
            });
        }
        house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> {
            CutoverRun.refuseUnlessLetGo(
                    work.control(), house.settings(), house.settings().tables().get(0));
            return true;
        });
        assertThat(house.run(Side.BOTH, KillSwitch.never(), false).live()).isEqualTo("CUT OVER");
    }

    @Test
    void aTableThatIsCutOverIsMovedAgainFromAnEmptyTarget() throws Exception {
        SimHouse house = new SimHouse(folder.resolve("again"), true);
        assertThat(house.run(Side.BOTH, KillSwitch.never(), false).live()).isEqualTo("CUT OVER");
        String once = house.servers.end();
        TableOutcome again = house.run(Side.BOTH, KillSwitch.never(), true);
        assertThat(again.live()).as(again.message()).isEqualTo("CUT OVER");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(house.servers.end()).isEqualTo(once);
    }
}
