package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.control.Word;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both halves over several tables at once, and an operator who speaks up meanwhile; only the servers are simulated. */
@Timeout(400)
class CrowdTest {
    private static final List<Integer> SHARDS = List.of(2, 3, 2, 1);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir(factory = QuickFolder.class)
    Path folder;

    private static void say(ControlTopic operator, Verb verb, String table) {
        new Instruction(verb, verb + "-" + System.nanoTime(), "li@box", "2026-01-01T00:00:00Z")
                .publish(operator, table);
    }

    private static Word awaitEnd(ControlTopic operator, String table, Step step) {
        return operator.await(step + " of " + table, LIMIT, said -> said.newest(table, step.word()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
        }
    }

    private static CompletableFuture<List<TableOutcome>> start(CrowdHouse house) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return house.run();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> {
                    Thread thread = new Thread(task, "run");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static void allDone(CrowdHouse house, List<TableOutcome> outcomes) {
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.code())
                    .as("%s: %s", outcome.table(), outcome.message())
                    .isEqualTo(ExitCode.DONE);
            assertThat(house.crowd.level(outcome.table())).as(outcome.table()).isTrue();
            assertThat(outcome.batchTopic()).isEqualTo("dropped");
        });
        assertThat(house.crowd.mostDatax).hasValueBetween(1, 2);
    }

    @Test
    void allTablesAreMovedAtOnceWithinTheLimits() throws Exception {
        CrowdHouse house = new CrowdHouse(folder, SHARDS, (method, table) -> {});
        allDone(house, house.run());
        assertThat(house.journal().audit(List.of()).broken()).isEmpty();
    }

    @Test
    void aFailedTableStopsNoOtherAndBothHalvesTryItAgainWhenTheOperatorSaysSo() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch secondTry = new CountDownLatch(1);
        BiConsumer<String, String> connect = (method, table) -> {
            if (method.equals("put") && table.equals("t02")) {
                if (tries.incrementAndGet() == 1) {
                    throw new Failure(ExitCode.CONNECTOR_FAILED, "planted");
                }
                secondTry.countDown();
            } else if (method.equals("put") && table.equals("t03")) {
                await(secondTry); // a run over which the last table has ended takes no word any more
            }
        };
        CrowdHouse house = new CrowdHouse(folder, SHARDS, connect);
        CompletableFuture<List<TableOutcome>> run = start(house);
        try (ControlTopic operator = house.words()) {
            assertThat(awaitEnd(operator, "t02", Step.LOAD).isDone()).isFalse();
            assertThat(awaitEnd(operator, "t00", Step.DROP).isDone()).isTrue();
            say(operator, Verb.RETRY, "t02");
        }
        allDone(house, run.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertThat(tries).hasValue(2);
    }

    @Test
    void aPausedTableIsHeldInBothHalvesAndGoesOnWhereItWas() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        BiConsumer<String, String> connect = (method, table) -> {
            if (method.equals("put") && table.equals("t01")) {
                reached.countDown();
                await(paused);
            }
        };
        CrowdHouse house = new CrowdHouse(folder, SHARDS, connect);
        CompletableFuture<List<TableOutcome>> run = start(house);
        try (ControlTopic operator = house.words()) {
            await(reached);
            say(operator, Verb.PAUSE, "t01");
            paused.countDown();
            for (String other : new String[] {"t00", "t02", "t03"}) {
                assertThat(awaitEnd(operator, other, Step.DROP).isDone()).isTrue();
            }
            assertThat(awaitEnd(operator, "t01", Step.LOAD).isDone())
                    .as("the step under way ends")
                    .isTrue();
            assertThat(run).isNotDone();
            assertThat(house.board.lines).doesNotContain("t01 verify begins");
            say(operator, Verb.RESUME, "t01");
        }
        List<TableOutcome> outcomes = run.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        allDone(house, outcomes);
        assertThat(outcomes.get(1).attempt()).isEqualTo(1);
    }

    @Test
    void aSkippedTableIsLeftOutAndTheNextRunTakesItInOnceItIsResumed() throws Exception {
        CrowdHouse house = new CrowdHouse(folder, SHARDS, (method, table) -> {});
        try (ControlTopic operator = house.words()) {
            say(operator, Verb.SKIP, "t01");
            List<TableOutcome> outcomes = house.run();
            assertThat(outcomes).extracting(TableOutcome::code).containsOnly(ExitCode.DONE);
            assertThat(outcomes.get(1).message()).contains("skipped by li@box").contains("sluice resume t01");
            assertThat(Optional.ofNullable(house.journal().overview().get("t01")))
                    .isEmpty();
            say(operator, Verb.RESUME, "t01");
        }
        allDone(house, house.run());
    }
}
