package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.signoff.Signer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No new attempt takes away a batch topic that was proven and that nobody has let go of: it is refused before anything is
 * announced or changed, as its dry run says, and goes through once the batch has been let go of with a sign-off. What was not
 * proven, or is worth nothing any more, is replaced without asking. The real halves on simulated servers.
 */
@Timeout(120)
class ProvenBatchTest {
    private static final String TOPIC = "sluice_all.orders";

    @TempDir
    Path folder;

    private static TableOutcome run(SimHouse house, Side side, Step until, boolean afresh) throws Exception {
        return house.process(side, KillSwitch.never(), afresh, (options, work) -> new Backfill(
                        house.settings(), House.until(options, until), work.board(), step -> {})
                .run(work)
                .get(0));
    }

    private static TableOutcome run(SimHouse house, boolean afresh) throws Exception {
        return house.run(Side.BOTH, KillSwitch.never(), afresh);
    }

    /** Everything on the servers but how far a DataX is that has ended. */
    private static String servers(SimHouse house) {
        return house.servers.end().replaceAll("DataX \\d+", "");
    }

    private static int announced(SimHouse house) throws Exception {
        return house.process(Side.TARGET, KillSwitch.never(), false, (options, work) -> Attempts.announced(
                        work.control(), SimServers.TABLE)
                .orElseThrow()
                .attempt());
    }

    private static void refused(SimHouse house, Side side, boolean afresh, String... why) throws Exception {
        String before = servers(house);
        List<String> foretold = house.process(side, KillSwitch.never(), afresh, (options, work) -> {
            DryRun dry = DryRun.at(work, options);
            assertThat(dry.changes()).isEmpty();
            assertThat(dry.code()).isEqualTo(ExitCode.REFUSED);
            assertThat(String.valueOf(dry.json())).contains("refused=orders: topic " + TOPIC);
            return dry.describe();
        });
        TableOutcome outcome = house.run(side, KillSwitch.never(), afresh);
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message())
                .contains("orders: topic " + TOPIC + " is not taken away")
                .contains("the batch of attempt 1")
                .contains(why)
                .endsWith("then sluice run --restart");
        assertThat(foretold).contains("  refused (40): " + outcome.message());
        assertThat(servers(house)).as("nothing was changed").isEqualTo(before);
        assertThat(announced(house)).as("nothing was announced").isEqualTo(1);
    }

    private static void sign(SimHouse house, Side side) throws Exception {
        sign(house, side, "");
    }

    private static void sign(SimHouse house, Side side, String waiver) throws Exception {
        house.process(side, KillSwitch.never(), false, (options, work) -> {
            SignOffBook book = new SignOffBook(work);
            Attempt attempt = Attempts.announced(work.control(), SimServers.TABLE)
                    .map(Attempts::attempt)
                    .orElseThrow();
            work.journal().remember(attempt);
            book.record(
                    attempt,
                    Signer.account("test").sign(book.verifiedOrRefuse(attempt).subject(), Instant.now(), waiver));
            return true;
        });
    }

    private static BatchEnding dropBatch(SimHouse house, Side side) throws Exception {
        return house.process(side, KillSwitch.never(), false, (options, work) -> {
            var word = Attempts.announced(work.control(), SimServers.TABLE).orElseThrow();
            return new KeptBatch(work, new SignOffBook(work)).drop(Attempts.attempt(word), Attempts.spec(word), false);
        });
    }

    private static void goesThrough(SimHouse house) throws Exception {
        TableOutcome again = run(house, true);
        assertThat(again.code()).as(again.message()).isEqualTo(ExitCode.DONE);
        assertThat(again.attempt()).isEqualTo(2);
        house.servers.settle();
        assertThat(house.servers.level()).isTrue();
        assertThat(house.journals(Side.BOTH)).noneMatch(line -> line.contains("broken"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeptBatchGoesByDropBatchAndItsSignOffBeforeTheTableIsBegunAnew(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder, live, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, false).batchTopic()).isEqualTo("kept");
        refused(house, Side.BOTH, true, "which was proven EQUAL", "sluice drop-batch orders", "sluice signoff orders");
        assertThat(run(house, false).code())
                .as("a run that is only begun again")
                .isEqualTo(ExitCode.DONE);
        if (!live) {
            assertThatThrownBy(() -> dropBatch(house, Side.BOTH))
                    .as("the policy keeps it, and nobody has signed")
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED));
            sign(house, Side.BOTH);
        }
        assertThat(dropBatch(house, Side.BOTH).word()).isEqualTo("DROPPED");
        goesThrough(house);
    }

    @Test
    void aBatchThatIsKeptForATimeSaysForHowLong() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{cutover: auto, batchTopic: \"ttl:30\"}");
        assertThat(run(house, false).code()).isEqualTo(ExitCode.DONE);
        refused(house, Side.BOTH, true, "sluice drop-batch orders", "while policy.batchTopic says ttl, waits until 2");
        house.servers.letPass(Duration.ofDays(29));
        assertThatThrownBy(() -> dropBatch(house, Side.BOTH)).hasMessageContaining("for 30 days after the sign-off");
        house.servers.letPass(Duration.ofDays(2));
        assertThat(dropBatch(house, Side.BOTH).word()).isEqualTo("DROPPED");
        goesThrough(house);
    }

    /** Somebody's name stands under the difference, and must stand under what becomes of the batch, too. */
    @Test
    void aDifferenceCountsAsProvenOnceItIsWaived() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{batchTopic: drop, signoff: {waivers: true}}");
        assertThat(run(house, Side.BOTH, Step.LOAD, false).code()).isEqualTo(ExitCode.DONE);
        house.servers.loseARow();
        assertThat(run(house, Side.BOTH, Step.VERIFY, false).code()).isEqualTo(ExitCode.TOPIC_NOT_IN_STARROCKS);
        assertThat(dry(house)).as("a difference that nobody has waived").isEqualTo(ExitCode.DONE);
        sign(house, Side.BOTH, "a test row");
        assertThat(run(house, Side.BOTH, Step.VERIFY, false).code()).isEqualTo(ExitCode.DONE);
        refused(house, Side.BOTH, true, "whose difference was waived");
        assertThat(run(house, Side.BOTH, Step.DROP, false).batchTopic()).isEqualTo("dropped");
        assertThat(dry(house)).isEqualTo(ExitCode.DONE);
    }

    /** What a dry run of {@code run --restart} ends with. */
    private static ExitCode dry(SimHouse house) throws Exception {
        return house.process(Side.BOTH, KillSwitch.never(), true, (options, work) -> DryRun.at(work, options)
                .code());
    }

    /** Each half alone, with a journal of its own. */
    @Test
    void aBatchThatWaitsForItsSignOffIsSignedAndLetGoOfFirst() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{batchTopic: drop}");
        Side[] sides = {Side.SOURCE, Side.TARGET};
        KillSimulationTest.beside(sides, side -> house.run(side, KillSwitch.never(), false));
        refused(
                house,
                Side.SOURCE,
                true,
                "which was proven EQUAL",
                "sluice signoff orders",
                "sluice run --side target --until drop");
        sign(house, Side.TARGET);
        refused(house, Side.SOURCE, true, "sluice run --side target --until drop");
        assertThat(run(house, Side.TARGET, Step.DROP, false).batchTopic()).isEqualTo("dropped");
        KillSimulationTest.beside(sides, side -> house.run(side, KillSwitch.never(), true));
        assertThat(announced(house)).isEqualTo(2);
    }

    /** A run was killed when its attempt stood in the journal and nobody had heard of it. */
    @Test
    void anAttemptThatNobodyHasHeardOfTakesNothingAwayEither() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, false).code()).isEqualTo(ExitCode.DONE);
        house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> {
            work.journal().remember(new Attempt(SimServers.TABLE, 2, "22222222-2222"));
            return true;
        });
        refused(house, Side.BOTH, false, "sluice drop-batch orders");
        sign(house, Side.BOTH);
        dropBatch(house, Side.BOTH);
        TableOutcome again = run(house, false);
        assertThat(again.code()).as(again.message()).isEqualTo(ExitCode.DONE);
        assertThat(again.attempt()).isEqualTo(2);
    }

    /** A journal that was put back to an earlier state has its attempt's own topic still to be made. */
    @Test
    void norDoesTheAttemptThatProvedIt() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, false).code()).isEqualTo(ExitCode.DONE);
        house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> {
            Attempt attempt = work.journal().latestAttempt(SimServers.TABLE).orElseThrow();
            work.journal().started(attempt, Step.TOPICS.word());
            return true;
        });
        String before = servers(house);
        TableOutcome outcome = run(house, false);
        assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.message()).contains("topic " + TOPIC + " is not taken away");
        assertThat(servers(house)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"TABLE", "TOPICS", "SNAPSHOT", "LOAD"})
    void whatWasNotProvenIsReplacedWithoutAsking(Step until) throws Exception {
        SimHouse house = new SimHouse(folder, false, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, Side.BOTH, until, false).code()).isEqualTo(ExitCode.DONE);
        goesThrough(house);
    }

    /** DDL under a table whose batch is kept makes its attempt void, whatever was proven before. */
    @Test
    void whatIsVoidIsReplacedWithoutAsking() throws Exception {
        SimHouse house = new SimHouse(folder, true, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, Side.BOTH, Step.DROP, false).batchTopic()).isEqualTo("kept");
        house.servers.truncate();
        TableOutcome again = run(house, false);
        assertThat(again.code()).as(again.message()).isEqualTo(ExitCode.DONE);
        assertThat(again.attempt()).isEqualTo(2);
        house.servers.settle();
        assertThat(house.servers.level()).isTrue();
    }

    /** {@code drop-batch} leaves such a topic alone; the way out is a sign-off and a fresh attempt. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aTopicThatIsNotWhatWasProvenIsReplacedOnceSomebodyHasSigned(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder, live, "{batchTopic: keep}");
        assertThat(run(house, Side.BOTH, Step.VERIFY, false).code()).isEqualTo(ExitCode.DONE);
        house.servers.append(TOPIC, 7, "by somebody else");
        refused(house, Side.BOTH, true, "Somebody has written into it since", "sluice signoff orders");
        sign(house, Side.BOTH);
        assertThat(dry(house)).isEqualTo(ExitCode.DONE);
        TableOutcome again = run(house, Side.BOTH, Step.VERIFY, true);
        assertThat(again.code()).as(again.message()).isEqualTo(ExitCode.DONE);
        assertThat(again.attempt()).isEqualTo(2);
    }

    /** What somebody has deleted by hand is not there to be kept. */
    @Test
    void aTopicThatIsGoneHoldsNothingUp() throws Exception {
        SimHouse house = new SimHouse(folder, false, "{cutover: auto, batchTopic: keep}");
        assertThat(run(house, false).code()).isEqualTo(ExitCode.DONE);
        house.servers.topics().delete(TOPIC);
        goesThrough(house);
    }
}
