package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.Exchange.Direction;
import io.github.sluice.coordinator.compare.Exchange.Message;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.RowReader.RowSink;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The halves over a log in memory: sealing, long messages, and halves that are killed and started again. */
@Timeout(60)
class ExchangeTest {
    private static final LiveLimits LIMITS =
            new LiveLimits(10, 100, 100, 100, Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final TableSpec spec = Tables.sharded();
    private final KeyOrder order = new KeyOrder(spec);
    private final List<Channel.Record> log = new ArrayList<>();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private Channel channel(boolean fromBeginning) {
        synchronized (log) {
            return new Channel() {
                private int next = fromBeginning ? 0 : log.size();

                @Override
                public void send(byte[] key, byte[] value) {
                    synchronized (log) {
                        log.add(new Record(key, value));
                        log.notifyAll();
                    }
                }

                @Override
                public List<Record> poll(Duration patience) {
                    synchronized (log) {
                        if (next == log.size() && !patience.isZero()) {
                            try {
                                log.wait(patience.toMillis());
                            } catch (InterruptedException e) {
                                throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
                            }
                        }
                        List<Record> records = List.copyOf(log.subList(next, log.size()));
                        next = log.size();
                        return records;
                    }
                }

                @Override
                public void close() {}
            };
        }
    }

    private void awaitRecords(int count) throws InterruptedException {
        synchronized (log) {
            while (log.size() < count) {
                log.wait();
            }
        }
    }

    private Exchange exchange(boolean fromBeginning, String table, DataKey key) {
        return new Exchange(channel(fromBeginning), "run", table, key);
    }

    private RemoteSource remote(String session) {
        return new RemoteSource(
                exchange(false, "orders", Tables.KEY),
                order,
                spec,
                session,
                LIMITS.patience(),
                Clock.systemUTC(),
                () -> {});
    }

    /** Rows with ids 0 to 24 of one table. */
    private KeyedRows rows(AtomicInteger readings) {
        return new KeyedRows() {
            @Override
            public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
                readings.incrementAndGet();
                int given = 0;
                for (long id = 0; id < 25; id++) {
                    RowKey key = new RowKey("t", id);
                    if (given < limit && order.within(after, key, upto)) {
                        given++;
                        sink.row(order.row(key));
                    }
                }
            }

            @Override
            public void keys(Collection<RowKey> keys, RowSink sink) {
                throw new Failure(ExitCode.UNKNOWN, "MySQL is gone");
            }

            @Override
            public long estimate() {
                return 25;
            }

            @Override
            public void close() {}
        };
    }

    private final AtomicInteger readings = new AtomicInteger();

    private Future<Optional<Comparison>> desk(AtomicBoolean over) {
        return desk(exchange(true, "orders", Tables.KEY), () -> true, over, Clock.systemUTC());
    }

    private Future<Optional<Comparison>> desk(
            Exchange exchange, BooleanSupplier replayed, AtomicBoolean over, Clock clock) {
        SourceDesk desk = new SourceDesk(
                exchange,
                order,
                spec,
                session -> new SourceDesk.Answering() {
                    private final SourceSide side = new LocalSource(
                            order,
                            new RowDigests(spec.schema(), Tables.KEY, session),
                            rows(readings),
                            new Capture() {
                                @Override
                                public Offsets visibleBelow() {
                                    return new Offsets(Map.of());
                                }

                                @Override
                                public Offsets capturedBelow() {
                                    return new Offsets(Map.of());
                                }
                            },
                            LIMITS);

                    @Override
                    public SourceSide side() {
                        return side;
                    }

                    @Override
                    public Map<String, @Nullable Object> repair(Map<String, @Nullable Object> question) {
                        throw new Failure(ExitCode.REFUSED, "not here");
                    }
                },
                LIMITS,
                clock);
        CompareProgress silent = new CompareProgress() {
            @Override
            public void rows(long rows, long expected) {}

            @Override
            public void settling(int keys) {}

            @Override
            public void waiting() {}
        };
        return pool.submit(() -> desk.serve(replayed, over::get, silent));
    }

    private static Comparison verdict() {
        return new Comparison(
                Verdict.DIFF,
                1,
                2,
                3,
                4,
                List.of(new RowDifference(RowDifference.Kind.CHANGED, List.of("id=1"), List.of("n"))),
                List.of("id=2"),
                "because");
    }

    @Test
    void aVerdictTravelsAndEndsTheService() throws Exception {
        Future<Optional<Comparison>> source = desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        assertThat(remote.estimate()).isEqualTo(25);
        remote.end(verdict(), Duration.ofSeconds(10));
        assertThat(source.get(10, TimeUnit.SECONDS)).contains(verdict());
    }

    @Test
    void chunksCoverAllKeysAndTheLastIsOpen() throws Exception {
        Future<Optional<Comparison>> source = desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        SourceSide.Chunk first = remote.chunk(null, 10);
        assertThat(first.upto()).isEqualTo(new RowKey("t", 9L));
        remote.chunkComes(first.upto(), 10);
        SourceSide.Chunk second = remote.chunk(first.upto(), 10);
        SourceSide.Chunk third = remote.chunk(second.upto(), 10);
        assertThat(third.upto()).isNull();
        assertThat(third.sum().count()).isEqualTo(5);
        int before = readings.get();
        assertThat(remote.rows(second.upto(), null).rows()).hasSize(5);
        assertThat(readings.get()).as("the chunk is still known").isEqualTo(before);
        // a range that is not known any more is read again
        assertThat(remote.rows(null, new RowKey("t", 3L)).rows()).hasSize(4);
        assertThat(readings.get()).isEqualTo(before + 1);
        remote.end(verdict(), Duration.ofSeconds(10));
        source.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatCannotBeGivenIsTold() {
        desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        assertThatThrownBy(() -> remote.look(List.of(new RowKey("t", 1L)), false))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN);
                    assertThat(failure).hasMessage("MySQL is gone");
                });
    }

    @Test
    void aDeskThatIsReplacedAnswersWhatIsStillOpenAndNothingTwice() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Future<Optional<Comparison>> first = desk(over);
        RemoteSource remote = remote("a");
        remote.hello();
        over.set(true);
        assertThat(first.get(10, TimeUnit.SECONDS)).isEmpty();
        Future<SourceSide.Chunk> asked = pool.submit(() -> remote.chunk(null, 10));
        Future<Optional<Comparison>> second = desk(new AtomicBoolean());
        assertThat(asked.get(10, TimeUnit.SECONDS).sum().count()).isEqualTo(10);
        remote.end(verdict(), Duration.ofSeconds(10));
        assertThat(second.get(10, TimeUnit.SECONDS)).contains(verdict());
        Exchange whole = exchange(true, "orders", Tables.KEY);
        assertThat(whole.poll(Duration.ZERO).stream()
                        .filter(message -> message.direction() == Direction.ANSWER)
                        .map(Message::number))
                .containsExactly(1, 2, 3);
    }

    @Test
    void theNewestSessionCountsAndAnOldOneIsNotAnswered() throws Exception {
        RemoteSource old = remote("old");
        Future<?> dead = pool.submit(old::hello);
        awaitRecords(1);
        dead.cancel(true);
        RemoteSource fresh = remote("fresh");
        Future<?> greeting = pool.submit(fresh::hello);
        awaitRecords(2);
        desk(new AtomicBoolean());
        greeting.get(10, TimeUnit.SECONDS);
        assertThat(exchange(true, "orders", Tables.KEY).poll(Duration.ZERO).stream()
                        .filter(message -> message.direction() == Direction.ANSWER)
                        .map(Message::session))
                .containsOnly("fresh");
    }

    @Test
    void longMessagesTravelInPartsThatEveryBrokerTakes() {
        Exchange sender = exchange(false, "orders", Tables.KEY);
        Exchange reader = exchange(false, "orders", Tables.KEY);
        String text = "码😀\"x".repeat(300_000);
        sender.send(new Message("s", Direction.ANSWER, 1, Map.of("text", text)), "one");
        // the same question answered a second time, after a kill in the middle of the first answer
        synchronized (log) {
            assertThat(log).hasSizeGreaterThan(4).allSatisfy(record -> assertThat(record.value())
                    .hasSizeLessThan(1_000_000));
            log.remove(log.size() - 1);
        }
        assertThat(reader.poll(Duration.ZERO)).isEmpty();
        Exchange again = exchange(true, "orders", Tables.KEY);
        sender.send(new Message("s", Direction.ANSWER, 1, Map.of("text", text + "!")), "two");
        assertThat(again.poll(Duration.ZERO)).singleElement().satisfies(message -> assertThat(message.body())
                .containsEntry("text", text + "!"));
    }

    @Test
    void whatWasSealedForAnotherPlaceOrWithAnotherKeyIsPassedOver() {
        Exchange forger = exchange(false, "orders", DataKey.fromHex("ff".repeat(16)));
        forger.send(new Message("s", Direction.ANSWER, 1, Map.of("x", 1L)), "n");
        Exchange sender = exchange(false, "orders", Tables.KEY);
        sender.send(new Message("s", Direction.ANSWER, 2, Map.of("x", 2L)), "n");
        exchange(false, "others", Tables.KEY).send(new Message("s", Direction.ANSWER, 3, Map.of("x", 3L)), "n");
        Channel raw = channel(false);
        synchronized (log) {
            // a record moved to another number
            byte[] key = new String(log.get(1).key(), StandardCharsets.UTF_8)
                    .replace("/ANSWER/2/", "/ANSWER/9/")
                    .getBytes(StandardCharsets.UTF_8);
            raw.send(key, log.get(1).value());
            raw.send("no json".getBytes(StandardCharsets.UTF_8), new byte[3]);
        }
        Exchange reader = exchange(true, "orders", Tables.KEY);
        assertThat(reader.poll(Duration.ZERO)).extracting(Message::number).containsExactly(2);
        assertThat(reader.unopened()).isEqualTo(3);
        assertThat(new String(log.get(1).value(), StandardCharsets.ISO_8859_1)).doesNotContain("\"x\"");
    }

    @Test
    void halvesOfOtherTablesRefuseEachOther() {
        desk(new AtomicBoolean());
        TableSpec other =
                Tables.spec(spec.key(), spec.columns().get(0), spec.columns().get(1));
        RemoteSource remote = new RemoteSource(
                exchange(false, "orders", Tables.KEY),
                order,
                other,
                "a",
                LIMITS.patience(),
                Clock.systemUTC(),
                () -> {});
        assertThatThrownBy(remote::hello).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .isEqualTo(ExitCode.REFUSED));
    }

    /** A clock that runs ten seconds each time it is looked at. */
    private static Clock hasty() {
        AtomicInteger looks = new AtomicInteger();
        InstantSource source = () -> Instant.EPOCH.plusSeconds(10L * looks.incrementAndGet());
        return source.withZone(ZoneOffset.UTC);
    }

    private void post(String run, String step, String body) {
        byte[] where = Json.write(List.of(run, "orders", step)).getBytes(StandardCharsets.UTF_8);
        channel(false).send(where, new ControlSealer(Tables.KEY).seal(new ControlRecord(run, "orders", step, body)));
    }

    @Test
    void recordsOfOtherRunsAndOfOtherStepsAreNoneOfOurs() {
        post("another run", "compare/s/ANSWER/1/n/0/1", "{}");
        post("run", "manifest", "{}");
        post("run", "manifest/s/ANSWER/1/n/0/1", "{}");
        post("run", "compare/s/ANSWER/1", "{}");
        Exchange reader = exchange(true, "orders", Tables.KEY);
        assertThat(reader.poll(Duration.ZERO)).isEmpty();
        assertThat(reader.unopened()).as("they are not broken either").isZero();
    }

    @Test
    void aPartThatComesTwiceStandsForNoOther() {
        Exchange sender = exchange(false, "orders", Tables.KEY);
        String text = "x".repeat(600_000);
        sender.send(new Message("s", Direction.ANSWER, 1, Map.of("text", text)), "one");
        synchronized (log) {
            assertThat(log).hasSize(3);
            log.add(1, log.get(0));
            log.add(1, log.get(0));
        }
        Exchange reader = exchange(true, "orders", Tables.KEY);
        assertThat(reader.poll(Duration.ZERO)).singleElement().satisfies(message -> assertThat(message.body())
                .containsEntry("text", text));
        assertThat(reader.unopened()).isZero();
    }

    @Test
    void aDeskAnswersNothingBeforeItHasReadWhatWasAnsweredBefore() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Future<Optional<Comparison>> first = desk(over);
        RemoteSource remote = remote("a");
        remote.hello();
        over.set(true);
        first.get(10, TimeUnit.SECONDS);

        int stood = log.size();
        AtomicInteger read = new AtomicInteger();
        Channel slow = new Channel() {
            private final Channel whole = channel(true);
            private final Deque<Record> waiting = new ArrayDeque<>();

            @Override
            public void send(byte[] key, byte[] value) {
                whole.send(key, value);
            }

            @Override
            public List<Record> poll(Duration patience) {
                if (waiting.isEmpty()) {
                    waiting.addAll(whole.poll(patience));
                }
                if (waiting.isEmpty()) {
                    return List.of();
                }
                read.incrementAndGet();
                return List.of(waiting.remove());
            }

            @Override
            public void close() {}
        };
        Future<Optional<Comparison>> second = desk(
                new Exchange(slow, "run", "orders", Tables.KEY),
                () -> read.get() >= stood,
                new AtomicBoolean(),
                Clock.systemUTC());
        remote.end(verdict(), Duration.ofSeconds(10));
        assertThat(second.get(10, TimeUnit.SECONDS)).contains(verdict());
        assertThat(exchange(true, "orders", Tables.KEY).poll(Duration.ZERO).stream()
                        .filter(message -> message.direction() == Direction.ANSWER)
                        .map(Message::number))
                .containsExactly(1, 2);
    }

    @Test
    void aQuestionThatComesTwiceIsAnsweredOnce() throws Exception {
        Future<Optional<Comparison>> source = desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        synchronized (log) {
            channel(false).send(log.get(0).key(), log.get(0).value());
        }
        remote.chunk(null, 10);
        remote.end(verdict(), Duration.ofSeconds(10));
        source.get(10, TimeUnit.SECONDS);
        assertThat(exchange(true, "orders", Tables.KEY).poll(Duration.ZERO).stream()
                        .filter(message -> message.direction() == Direction.ANSWER)
                        .map(Message::number))
                .containsExactly(1, 2, 3);
    }

    @Test
    void aDeskThatNobodyAsksGivesUp() {
        Future<Optional<Comparison>> desk =
                desk(exchange(true, "orders", Tables.KEY), () -> true, new AtomicBoolean(), hasty());
        assertThatThrownBy(() -> desk.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("the target half has asked nothing for 20 s");
    }

    @Test
    void halvesOfOtherVersionsRefuseEachOther() throws Exception {
        Exchange asking = exchange(false, "orders", Tables.KEY);
        Map<String, @Nullable Object> hello = Wording.question(Wording.Ask.HELLO);
        hello.put("version", Wording.VERSION + 1);
        hello.put("table", SourceDesk.digestOf(spec));
        asking.send(new Message("a", Direction.QUESTION, 1, hello), "0");
        AtomicBoolean over = new AtomicBoolean();
        Future<Optional<Comparison>> desk = desk(over);
        List<Message> answers = new ArrayList<>();
        while (answers.isEmpty()) {
            asking.poll(Duration.ofSeconds(1)).stream()
                    .filter(message -> message.direction() == Direction.ANSWER)
                    .forEach(answers::add);
        }
        over.set(true);
        desk.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> Wording.throwIfFailed(answers.get(0).body()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED));
    }

    @Test
    void anAnswerToSomebodyElseIsNoAnswer() {
        Exchange other = exchange(false, "orders", Tables.KEY);
        RemoteSource remote = remote("a");
        other.send(new Message("b", Direction.ANSWER, 1, Map.of("estimate", 7L)), "n");
        other.send(new Message("a", Direction.ANSWER, 1, Map.of("estimate", 25L)), "n");
        other.send(new Message("a", Direction.ANSWER, 1, Map.of("estimate", 9L)), "again");
        remote.hello();
        assertThat(remote.estimate()).isEqualTo(25);
    }

    @Test
    void aChunkThatCameAheadCountsOnlyForWhatWasAskedAhead() throws Exception {
        Future<Optional<Comparison>> source = desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        remote.chunkComes(new RowKey("t", 9L), 10);
        assertThat(remote.chunk(new RowKey("t", 4L), 10).upto()).isEqualTo(new RowKey("t", 14L));
        remote.chunkComes(null, 10);
        assertThat(remote.chunk(null, 5).upto()).isEqualTo(new RowKey("t", 4L));
        assertThat(remote.chunk(null, 10).upto()).isEqualTo(new RowKey("t", 9L));
        remote.end(verdict(), Duration.ofSeconds(10));
        source.get(10, TimeUnit.SECONDS);
    }

    /** A chunk that differs has its rows asked for, or keys looked at, while the next chunk is on its way. */
    @Test
    void aChunkThatCameAheadIsStillThereAfterOtherQuestions() throws Exception {
        Future<Optional<Comparison>> source = desk(new AtomicBoolean());
        RemoteSource remote = remote("a");
        remote.hello();
        RowKey upto = remote.chunk(null, 10).upto();
        remote.chunkComes(upto, 10);
        assertThat(remote.rows(null, upto).rows()).hasSize(10);
        assertThat(remote.rows(null, upto).rows()).hasSize(10);
        assertThat(remote.chunk(upto, 10).upto()).isEqualTo(new RowKey("t", 19L));
        remote.end(verdict(), Duration.ofSeconds(10));
        source.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aSourceHalfThatDoesNotAnswerIsGivenUpAndAnotherKeySuspected() {
        RemoteSource remote = new RemoteSource(
                exchange(false, "orders", Tables.KEY), order, spec, "a", LIMITS.patience(), hasty(), () -> {});
        exchange(false, "orders", DataKey.fromHex("ff".repeat(16)))
                .send(new Message("a", Direction.ANSWER, 1, Map.of("estimate", 1L)), "n");
        assertThatThrownBy(remote::hello).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(failure)
                    .hasMessageContaining("has not answered for 20 s")
                    .hasMessageContaining("another key");
        });
    }
}
