package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.run.InstructingTest.SaidByHand;
import io.github.sluice.coordinator.schedule.Throttle;
import io.github.sluice.coordinator.settings.PaceSettings.AtLimit;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One snapshot at a time, whatever way a table came to it, and nobody holds what he doesn't use. */
@Timeout(60)
class TrafficTest {
    private static final int PREPARATIONS = 4;

    @TempDir
    Path folder;

    private final SaidByHand said = new SaidByHand();
    private final Set<String> holds = ConcurrentHashMap.newKeySet();
    private final AtomicLong load = new AtomicLong();
    private Traffic traffic;

    /** Keeps why which table is held back. */
    private final Board board = new LoggedBoard() {
        @Override
        public void holds(String table, Step step, Hold hold) {
            holds.add(table + " " + step + " " + hold.reason());
        }
    };

    @BeforeEach
    void open() throws IOException {
        SluiceSettings settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), """
                name: traffic
                source: {host: m, username: u, password: "env:P"}
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                datax: {command: datax}
                parallel: {snapshots: 1, loads: 1}
                tables: [{source: a.t1}, {source: a.t2}]
                """));
        Throttle throttle = new Throttle(
                List.of(new Throttle.Gauge(
                        "threadsRunning", "Threads_running", "", 10, table -> OptionalLong.of(load.get()))),
                Duration.ofMinutes(1),
                AtLimit.FAIL,
                Duration.ofMillis(10),
                Clock.systemUTC());
        traffic = Traffic.of(settings, Map.of("t1", 0, "t2", 1), said, Map.of(Step.SNAPSHOT, throttle), board);
    }

    private CompletableFuture<Void> enters(String table, Step step) {
        return beside(() -> traffic.enter(table, step));
    }

    private static CompletableFuture<Void> beside(Runnable work) {
        return CompletableFuture.runAsync(work, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void isHeld(String table, Step step, Hold.Reason reason) {
        Instant limit = Instant.now().plusSeconds(30);
        while (!holds.contains(table + " " + step + " " + reason)) {
            assertThat(Instant.now()).as("%s %s %s", table, step, reason).isBefore(limit);
            Thread.onSpinWait();
        }
    }

    private static void ends(CompletableFuture<Void> entering) throws Exception {
        entering.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aTableThatBeginsWithItsSnapshotWaitsForItsTurnToo() throws Exception {
        traffic.enter("t1", Step.SNAPSHOT);
        traffic.open(Side.SOURCE, "t2", Step.SNAPSHOT);
        CompletableFuture<Void> second = enters("t2", Step.SNAPSHOT);
        isHeld("t2", Step.SNAPSHOT, Hold.Reason.TURN);
        assertThat(second).isNotDone();
        traffic.leave("t1", Step.SNAPSHOT);
        ends(second);
    }

    @Test
    void whatServedTheCaptureServesTheSnapshot() throws Exception {
        traffic.enter("t2", Step.CAPTURE);
        traffic.leave("t2", Step.CAPTURE);
        CompletableFuture<Void> first = enters("t1", Step.CAPTURE);
        isHeld("t1", Step.CAPTURE, Hold.Reason.TURN);
        traffic.enter("t2", Step.SNAPSHOT);
        assertThat(first).isNotDone();
        traffic.leave("t2", Step.SNAPSHOT);
        ends(first);
    }

    @Test
    void aPausedTableGivesItsPlaceToOthersAndStandsInLineAgain() throws Exception {
        traffic.enter("t1", Step.CAPTURE);
        traffic.leave("t1", Step.CAPTURE);
        said.instruct("t1", Verb.PAUSE);
        CompletableFuture<Void> first = enters("t1", Step.SNAPSHOT);
        isHeld("t1", Step.SNAPSHOT, Hold.Reason.PAUSED);
        traffic.enter("t2", Step.CAPTURE);
        said.instruct("t1", Verb.RESUME);
        isHeld("t1", Step.SNAPSHOT, Hold.Reason.TURN);
        assertThat(first).isNotDone();
        traffic.leave(Side.SOURCE, "t2");
        ends(first);
    }

    @Test
    void whoeverWaitsForTheOtherHalfHoldsNothing() throws Exception {
        for (int i = 0; i < PREPARATIONS; i++) {
            traffic.open(Side.SOURCE, "u" + i, Step.STREAM);
        }
        CompletableFuture<Void> next = beside(() -> traffic.open(Side.SOURCE, "t1", Step.STREAM));
        isHeld("t1", Step.STREAM, Hold.Reason.TURN);
        traffic.waits("u0", Step.STREAM);
        ends(next);
    }

    @Test
    void aTableThatIsSkippedWhileItStandsInLineLeavesIt() throws Exception {
        traffic.enter("t1", Step.LOAD);
        CompletableFuture<Void> second = enters("t2", Step.LOAD);
        isHeld("t2", Step.LOAD, Hold.Reason.TURN);
        said.instruct("t2", Verb.SKIP);
        Throwable skipped = second.handle((done, thrown) -> thrown).get(30, TimeUnit.SECONDS);
        assertThat(skipped).isInstanceOf(CompletionException.class).hasCauseInstanceOf(Skipped.class);
        traffic.leave("t1", Step.LOAD);
        traffic.enter("u1", Step.LOAD);
    }

    @Test
    void aTableThatIsHeldBackKeepsItsPlaceUnlessItIsPaused() throws Exception {
        load.set(11);
        CompletableFuture<Void> first = enters("t1", Step.SNAPSHOT);
        isHeld("t1", Step.SNAPSHOT, Hold.Reason.THROTTLED);
        CompletableFuture<Void> second = enters("t2", Step.CAPTURE);
        isHeld("t2", Step.CAPTURE, Hold.Reason.TURN);
        assertThat(second).isNotDone();
        said.instruct("t1", Verb.PAUSE);
        ends(second);
        assertThat(first).isNotDone();
        traffic.leave(Side.SOURCE, "t2");
        load.set(10);
        said.instruct("t1", Verb.RESUME);
        ends(first);
    }
}
