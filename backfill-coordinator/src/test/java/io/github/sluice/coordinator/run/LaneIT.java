package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator says in another process, over a real control topic, to a half whose steps are only counted. */
@Timeout(120)
class LaneIT {
    @TempDir
    Path folder;

    private final Tries tries = new Tries();
    private final LoggedBoard board = new LoggedBoard();
    private final Map<String, AtomicInteger> began = new ConcurrentHashMap<>();
    private SluiceSettings settings;
    private KeyRing ring;
    private KafkaClients kafka;
    private ControlTopic control;
    private ControlTopic operator;
    private Workplace work;

    @BeforeEach
    void open() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
        settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), """
                name: lane
                source: {host: m, username: u, password: "env:P"}
                kafka: {bootstrapServers: "%s", replicationFactor: 1}
                encryption: {key: "file:%s"}
                datax: {command: datax}
                control: {topic: %s}
                tables: [{source: a.good}, {source: a.bad}]
                """.formatted(
                        SharedServers.kafka().bootstrapServers(), key, SharedServers.topic(LaneIT.class))));
        ring = References.keyRing(settings);
        kafka = new KafkaClients(settings.kafka());
        control = listen();
        operator = listen();
        work = new Workplace(
                settings,
                ring,
                kafka,
                control,
                Journal.open(settings.stateFolder().resolve("journal").toString(), settings.name()),
                new Planner(settings, new PlanFolder(folder.resolve("plan"))),
                board,
                new ServersOfSettings(settings, kafka, ring),
                Traffic.of(settings, SizeOrder.ranks(settings.tables()), control, Map.of(), board));
    }

    private ControlTopic listen() {
        return ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root());
    }

    @AfterEach
    void close() {
        operator.close();
        control.close();
    }

    private void say(Verb verb, String table) {
        new Instruction(verb, verb + "-" + System.nanoTime(), "li@box", "2026-01-01T00:00:00Z")
                .publish(operator, table);
    }

    /** Begins tables on a thread of its own; what a table does is the test's. */
    private Thread start(Half half) {
        Half counted = (table, stretch, afresh) -> {
            began.computeIfAbsent(table.target(), name -> new AtomicInteger()).incrementAndGet();
            half.run(table, stretch, afresh);
        };
        Lane lane = new Lane(Side.SOURCE, counted, work, tries, false);
        Thread thread = new Thread(() -> lane.run(settings.tables(), new Stretch(Step.TABLE, Step.DROP), false));
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
        }
    }

    private static boolean isBad(Table table) {
        return table.target().equals("bad");
    }

    private void perform(Table table, Step step) {
        Attempt attempt = new Attempt(table.target(), 1, table.target() + "-1");
        if (step == Step.TOPICS) {
            // what the procedure wants first, as the other half would say it
            work.journal().remember(attempt);
            work.control().publish(Word.done(attempt.table(), Attempts.ATTEMPT, 1, attempt.id(), Map.of()));
            work.control().publish(Word.done(attempt.table(), Step.TABLE.word(), 1, attempt.id(), Map.of()));
        }
        new StepLedger(work).perform(attempt, step, () -> new LinkedHashMap<>());
    }

    @Test
    void aFailedTableStopsNoOtherAndIsTriedAgainWhenTheOperatorSaysSo() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch secondTry = new CountDownLatch(1);
        Thread run = start((table, stretch, afresh) -> {
            if (!isBad(table)) {
                await(secondTry);
            } else if (failed.getCount() > 0) {
                failed.countDown();
                throw new Failure(ExitCode.CONNECTOR_FAILED, "planted");
            } else {
                secondTry.countDown();
            }
        });
        await(failed);
        say(Verb.RETRY, "bad");
        run.join();
        assertThat(began.get("good")).hasValue(1);
        assertThat(began.get("bad")).hasValue(2);
        assertThat(tries.failure("bad")).isNull();
    }

    @Test
    void withoutAWordAFailedTableStaysFailed() throws Exception {
        start((table, stretch, afresh) -> {
                    if (isBad(table)) {
                        throw new IllegalStateException("planted");
                    }
                })
                .join();
        assertThat(began.get("bad")).hasValue(1);
        assertThat(tries.failure("bad").code()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(tries.failure("good")).isNull();
    }

    @Test
    void aPausedTableEndsItsStepAndBeginsNoOtherUntilItIsResumed() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch paused = new CountDownLatch(1);
        Thread run = start((table, stretch, afresh) -> {
            perform(table, Step.TOPICS);
            if (isBad(table)) {
                first.countDown();
                await(paused);
            }
            perform(table, Step.SNAPSHOT);
        });
        await(first);
        say(Verb.PAUSE, "bad");
        control.await("the pause", Duration.ofSeconds(30), said -> Instruction.newest(said, "bad"));
        paused.countDown();
        while (!board.lines.contains("good snapshot ends ")) {
            Thread.onSpinWait();
        }
        assertThat(board.lines).contains("bad topics ends ").doesNotContain("bad snapshot begins");
        say(Verb.RESUME, "bad");
        run.join();
        assertThat(board.lines).contains("bad snapshot ends ");
        assertThat(began.get("bad")).hasValue(1);
        assertThat(tries.failure("bad")).isNull();
    }

    @Test
    void aSkippedTableIsLeftOutAndNoFailureAndTakenInAgain() throws Exception {
        say(Verb.SKIP, "bad");
        control.await("the skip", Duration.ofSeconds(30), said -> Instruction.newest(said, "bad"));
        start((table, stretch, afresh) -> {}).join();
        assertThat(began).containsOnlyKeys("good");
        assertThat(tries.failure("bad")).isNull();
        assertThat(tries.skipped("bad")).contains("skipped by li@box").contains("sluice resume bad");
        say(Verb.RESUME, "bad");
        control.await("the resume", Duration.ofSeconds(30), said -> Instruction.newest(said, "bad")
                .filter(found -> found.verb() == Verb.RESUME));
        start((table, stretch, afresh) -> {}).join();
        assertThat(began).containsKey("bad");
        assertThat(tries.skipped("bad")).isEmpty();
    }

    @Test
    void theFailuresBeforeARetryAreHistory() {
        Attempt attempt = new Attempt("bad", 1, "a");
        new StepLedger(work).failed(attempt, Step.LOAD, new Failure(ExitCode.UNKNOWN, "planted"));
        assertThat(control.fresh("bad", "load")).isTrue();
        say(Verb.RETRY, "bad");
        control.await("the retry", Duration.ofSeconds(30), said -> Instruction.newest(said, "bad"));
        control.await("its mark", Duration.ofSeconds(30), said -> Optional.of(Instruction.again(said, "bad"))
                .filter(id -> !id.isEmpty()));
        assertThat(control.fresh("bad", "load")).isFalse();
        assertThat(new StepLedger(work).ended(attempt, Step.LOAD)).isEmpty();
    }
}
