package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.streamload.LoadCounts;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SinkEngineTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    private static final String HEX = "00112233445566778899aabbccddeeff";

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext();
    private final FakeLoader loader = new FakeLoader();
    private final SinkCounters counters = new SinkCounters();
    private final Deque<Runnable> jobs = new ArrayDeque<>();
    private final List<String> settled = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "name", "c",
            "topics", "t,u",
            "starrocks.http.url", "fe:8030",
            "starrocks.database.name", "d",
            "starrocks.username", "root",
            "bufferflush.intervalms", "1000",
            "sink.maxretries", "0"));
    private final Map<TopicPartition, Long> delivered = new HashMap<>();
    private FormerLoads formerLoads =
            (topic, partitions, cancellation) -> settled.add(topic + new TreeSet<>(partitions));
    private long now = 1_000_000;
    private long heartbeats = -1;
    private int epoch;

    // ---- frames

    @Test
    void theRowsOfAFrameAreLoadedTogetherAndItsOffsetWaitsForAllOfThem() throws Exception {
        sealed();
        settings.put("sluice.buffer.max.rows", "7");
        SinkEngine engine = open(T0);
        engine.put(List.of(frame(T0, 5, 0, 10), frame(T0, 6, 10, 13), frame(T0, 7, 13, 23)));
        delivered.put(T0, 8L);
        assertThat(counters.getReceived()).isEqualTo(23);
        assertThat(committed(engine, T0)).isEqualTo(5);
        List<Long> offsets = new ArrayList<>();
        while (committed(engine, T0) < 8) {
            pass(1000);
            engine.put(List.of());
            runJobs();
            offsets.add(committed(engine, T0));
        }
        assertThat(offsets).as("no load holds a part of a frame").containsExactly(6L, 8L);
        assertThat(ids(0)).isEqualTo(LongStream.range(0, 23).boxed().toList());
        assertThat(counters.getLoaded()).isEqualTo(23);
    }

    @Test
    void refusedRowsOfAFrameAreNamedOneByOneInOneDeadLetter() throws Exception {
        sealed();
        deadLetters();
        loader.bad = row -> Set.of(3L, 8L).contains(row.get("id"));
        SinkEngine engine = open(T0);
        engine.put(List.of(frame(T0, 5, 0, 10)));
        delivered.put(T0, 6L);
        pass(1000);
        engine.put(List.of());
        runJobs();
        engine.put(List.of());
        assertThat(context.deadLetters).extracting(SinkRecord::kafkaOffset).containsExactly(5L);
        assertThat(context.reasons.get(0))
                .hasMessageContaining("offset 5, row 4 of 10")
                .hasMessageEndingWith("; also rows 9");
        assertThat(counters.getDeadLettered()).isEqualTo(2);
        assertThat(counters.getLoaded()).isEqualTo(8);
        assertThat(committed(engine, T0)).isEqualTo(6);
    }

    @Test
    void aFrameOfAnotherTopicAndAPlainRowAreRefused() throws Exception {
        sealed();
        SinkEngine engine = open(T0);
        SinkRecord elsewhere = frame(new TopicPartition("u", 0), 5, 0, 10);
        assertThatThrownBy(() -> engine.put(List.of(record(T0, 5, elsewhere.value()))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t, partition 0, offset 5: cannot be decrypted: not sealed for topic t");
        assertThatThrownBy(() -> engine.put(List.of(record(T0, 5, "{\"id\":1}".getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not an envelope");
        assertThatThrownBy(() -> engine.put(List.of(record(T0, 5, Map.of("id", 1L)))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not to both");
    }

    private void sealed() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), HEX);
        settings.put("sluice.secret.key.ref", "file:" + key);
    }

    /** Rows with the ids from and below to. */
    private static SinkRecord frame(TopicPartition partition, long offset, long from, long to) {
        List<byte[]> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(("{\"id\":" + id + ",\"p\":" + partition.partition() + "}").getBytes(StandardCharsets.UTF_8));
        }
        byte[] sealed = EnvelopeV2.sealer(KeyRing.ofText(HEX), false).sealFrame(rows, partition.topic(), null);
        return record(partition, offset, sealed);
    }

    // ---- offsets

    @Test
    void offsetsAreReturnedOnlyForRowsThatAreVisible() {
        SinkEngine engine = open(T0);
        put(engine, T0, 10, 11, 12);
        assertThat(committed(engine, T0)).as("waiting").isEqualTo(10);
        pass(1000);
        put(engine, T0, 13);
        assertThat(jobs).hasSize(1);
        assertThat(committed(engine, T0)).as("under way").isEqualTo(10);

        runJobs();
        assertThat(committed(engine, T0)).as("the first four are visible").isEqualTo(14);
        assertThat(loader.values("id")).isEqualTo(Set.of(10L, 11L, 12L, 13L));
    }

    @Test
    void connectIsAskedToCommitOnceNothingWaitsAnyMore() {
        SinkEngine engine = open(T0);
        put(engine, T0, 1);
        pass(1000);
        put(engine, T0, 2);
        put(engine, T0, 3);
        runJobs();
        put(engine, T0);
        assertThat(context.requestedCommits).as("row 3 still waits").isZero();

        pass(1000);
        put(engine, T0);
        runJobs();
        put(engine, T0);
        assertThat(context.requestedCommits).isEqualTo(1);
        assertThat(committed(engine, T0)).isEqualTo(4);
    }

    @Test
    void recordsThatNeverReachTheSinkDoNotHoldOffsetsBack() {
        SinkEngine engine = open(T0);
        delivered.put(T0, 99L);

        assertThat(committed(engine, T0)).isEqualTo(99);
    }

    @Test
    void aTopicHasOneLoadInFlightSoThatNoRowOvertakesAnother() {
        SinkEngine engine = open(T0, T1);
        put(engine, T0, 1, 2);
        pass(1000);
        put(engine, T1, 1, 2);
        assertThat(jobs).hasSize(1);
        put(engine, T0, 3, 4);
        pass(5000);
        put(engine, T0, 5);
        assertThat(jobs).as("the first load has not ended").hasSize(1);

        runJobs();
        put(engine, T0);
        assertThat(jobs).hasSize(1);
        runJobs();
        assertThat(ids(0)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void topicsAreLoadedApartIntoTheirTables() {
        settings.put("starrocks.topic2table.map", "t:orders,u:客户");
        settings.put("sluice.table.properties.客户.columns", "id,p,tmp,j=parse_json(tmp)");
        TopicPartition u0 = new TopicPartition("u", 0);
        SinkEngine engine = open(T0, u0);
        put(engine, T0, 1);
        put(engine, u0, 2);
        pass(1000);
        put(engine, T0);
        assertThat(jobs).hasSize(2);
        runJobs();

        assertThat(loader.loads).extracting(load -> load.table()).containsExactly("orders", "客户");
        assertThat(loader.loads.get(0).headers())
                .containsEntry("strict_mode", "true")
                .containsEntry("max_filter_ratio", "0")
                .containsEntry("ignore_json_size", "true")
                .containsEntry("strip_outer_array", "true")
                .containsEntry("format", "json")
                .doesNotContainKey("columns");
        assertThat(loader.loads.get(1).headers()).containsEntry("columns", "id,p,tmp,j=parse_json(tmp)");
    }

    // ---- batching and memory

    @Test
    void aBufferFullOfRowsIsLoadedAtOnce() {
        settings.put("sluice.buffer.max.rows", "3");
        SinkEngine engine = open(T0);
        put(engine, T0, 1, 2, 3, 4);
        runJobs();

        assertThat(loader.loads).hasSize(1);
        assertThat(loader.loads.get(0).rows()).isEqualTo(3);
    }

    @Test
    void aBufferFullOfBytesIsLoadedAtOnce() {
        settings.put("bufferflush.maxbytes", "40");
        SinkEngine engine = open(T0);
        put(engine, T0, 1, 2, 3, 4, 5, 6);
        runJobs();

        assertThat(loader.loads).hasSize(1);
        assertThat(loader.loads.get(0).rows()).isEqualTo(2);
        assertThat(loader.loads.get(0).body().length()).isLessThanOrEqualTo(41);
    }

    @Test
    void partitionsArePausedWhileTheNextLoadIsFullAndResumedAfterwards() {
        settings.put("sluice.buffer.max.rows", "2");
        SinkEngine engine = open(T0);
        put(engine, T0, 1, 2);
        assertThat(context.paused).isEmpty();
        put(engine, T0, 3, 4);
        assertThat(context.paused).containsExactly(T0);

        runJobs();
        put(engine, T0);
        assertThat(context.paused)
                .as("the next load is under way, nothing waits")
                .isEmpty();
    }

    @Test
    void memoryOfAllTopicsTogetherIsBounded() {
        settings.put("sluice.buffer.memory.bytes", "1048576");
        SinkEngine engine = open(T0, new TopicPartition("u", 0));
        List<SinkRecord> big = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            big.add(record(T0, i, Map.of("id", i, "text", "x".repeat(100_000))));
        }
        engine.put(big);
        assertThat(context.paused).hasSize(2);
        assertThat(jobs).as("what fills memory is loaded before its time").hasSize(1);
        runJobs();
        put(engine, T0);
        assertThat(context.paused).isEmpty();
    }

    // ---- trouble

    @Test
    void passingTroubleIsTriedAgainUnderAnotherLabel() {
        settings.put("sink.maxretries", "2");
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Retriable.of("Too many versions", null));
        loadAll(engine, T0, 1, 2);

        assertThat(loader.loads).hasSize(2);
        assertThat(loader.values("id")).isEqualTo(Set.of(1L, 2L));
        assertThat(counters.getRetries()).isEqualTo(1);
        assertThat(committed(engine, T0)).isEqualTo(3);
    }

    @Test
    void retriesEndAndTheTaskSaysWhatWasTried() {
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Retriable.of("Too many versions. tablet_id: 7", null));

        assertThatThrownBy(() -> loadAll(engine, T0, 1, 2))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic t into d.t")
                .hasMessageContaining("Too many versions")
                .hasMessageContaining("sink.maxretries=0");
        assertThat(committed(engine, T0)).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeIsResolvedAndTheRowsAreNotSentAgain() {
        settings.put("sink.maxretries", "3");
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Unknown.of("commit got no answer", null));
        loader.resolutions.add(LoadOutcome.Loaded.of("x", LoadCounts.NOT_TOLD));
        loadAll(engine, T0, 1, 2);

        assertThat(loader.loads).hasSize(1);
        assertThat(loader.resolved).hasSize(1);
        assertThat(committed(engine, T0)).isEqualTo(3);
    }

    @Test
    void anOutcomeThatStaysUnknownIsNeverSuccess() {
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Unknown.of("label x: state COMMITTED", null));

        assertThatThrownBy(() -> loadAll(engine, T0, 1, 2))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("not known");
        assertThat(committed(engine, T0)).isEqualTo(1);
    }

    @Test
    void whatPreCommitFindsFailedIsThrownByPutBecauseConnectOnlyLogsPreCommit() {
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Retriable.of("no", null));
        put(engine, T0, 1);
        pass(1000);
        put(engine, T0);
        runJobs();

        assertThat(committed(engine, T0)).isEqualTo(1);
        assertThatThrownBy(() -> put(engine, T0)).isInstanceOf(ConnectException.class);
    }

    @Test
    void wrongSettingsAreNotTriedAgain() {
        settings.put("sink.maxretries", "5");
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Refused.of(
                LoadOutcome.Refused.Cause.SETTINGS, "begin answered unknown table", List.of(), null));

        assertThatThrownBy(() -> loadAll(engine, T0, 1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("unknown table");
        assertThat(loader.loads).hasSize(1);
    }

    // ---- rows that StarRocks refuses

    @Test
    void aRefusedRowStopsTheTaskNamingItWithoutItsContent() {
        SinkEngine engine = open(T0);
        loader.bad = row -> row.get("id").equals(5L);

        assertThatThrownBy(() -> loadAll(engine, T0, 3, 4, 5, 6, 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t, partition 0, offset 5")
                .hasMessageContaining("NULL in NOT NULL column c")
                .hasMessageContaining("errors.tolerance=all");
        assertThat(committed(engine, T0)).isEqualTo(3);
    }

    @Test
    void refusedRowsBecomeDeadLettersAndTheOthersAreLoadedInOrder() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        deadLetters();
        for (int round = 0; round < 40; round++) {
            loader.rows.clear();
            context.deadLetters.clear();
            Set<Long> bad = new TreeSet<>();
            int size = 1 + random.nextInt(60);
            long[] offsets = new long[size];
            for (int i = 0; i < size; i++) {
                offsets[i] = i;
                if (random.nextInt(8) == 0) {
                    bad.add((long) i);
                }
            }
            loader.quotes = random.nextBoolean();
            loader.bad = row -> bad.contains(row.get("id"));
            SinkEngine engine = open(T0);
            loadAll(engine, T0, offsets);

            String rerun = "rerun with -Dseed=" + seed;
            assertThat(context.deadLetters.stream().map(SinkRecord::kafkaOffset))
                    .as(rerun)
                    .containsExactlyElementsOf(bad);
            assertThat(ids(0)).as(rerun).isSorted().hasSize(size - bad.size()).noneMatch(bad::contains);
            assertThat(committed(engine, T0)).as(rerun).isEqualTo(size);
        }
        assertThat(counters.getDeadLettered()).isPositive();
    }

    @Test
    void aRowQuotedInTheErrorLogIsProbedBeforeItIsBelieved() {
        deadLetters();
        SinkEngine engine = open(T0);
        loader.quotes = true;
        loader.bad = row -> row.get("id").equals(5L);
        loadAll(engine, T0, 3, 4, 5, 6, 7);

        assertThat(loader.probes).hasSize(1);
        assertThat(loader.loads).as("all, then the rest").hasSize(2);
        assertThat(context.reasons.get(0).getMessage())
                .contains("topic t, partition 0, offset 5")
                .contains("http://be:8040/e");
    }

    @Test
    void aTableThatFitsNoRowStopsTheTaskInsteadOfEmptyingTheTopicIntoDeadLetters() {
        deadLetters();
        settings.put("sluice.refused.rows.max", "3");
        SinkEngine engine = open(T0);
        loader.bad = row -> true;

        assertThatThrownBy(() -> loadAll(engine, T0, 1, 2, 3, 4, 5, 6, 7, 8))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("sluice.refused.rows.max");
        assertThat(context.deadLetters).isEmpty();
    }

    @Test
    void valuesThatAreNoRowsAreRefusedWithAdvice() {
        SinkEngine engine = open(T0);

        assertThatThrownBy(() -> engine.put(List.of(record(T0, 7, "{\"id\":\"secret\"}"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t, partition 0, offset 7")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("DecryptTransform")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tombstonesAreCountedOrRefused() {
        SinkEngine engine = open(T0);
        engine.put(List.of(record(T0, 7, null)));
        delivered.put(T0, 8L);
        assertThat(committed(engine, T0)).isEqualTo(8);
        assertThat(counters.getTombstones()).isEqualTo(1);

        settings.put("sluice.tombstones", "fail");
        SinkEngine strict = open(T0);
        assertThatThrownBy(() -> strict.put(List.of(record(T0, 7, null))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("offset 7")
                .hasMessageContaining("sluice.tombstones=fail");
    }

    // ---- partitions come and go

    @Test
    void unfinishedLoadsOfEarlierOwnersAreSettledBeforeTheFirstLoadAndOnce() {
        SinkEngine engine = open(T0, T1);
        assertThat(settled).isEmpty();
        loadAll(engine, T0, 1);
        assertThat(settled).containsExactly("t[0, 1]");
        loadAll(engine, T0, 2);
        assertThat(settled).hasSize(1);

        open(engine, new TopicPartition("t", 2));
        loadAll(engine, T0, 3);
        assertThat(settled).containsExactly("t[0, 1]", "t[2]");
    }

    @Test
    void nothingIsLoadedWhileEarlierLoadsCannotBeSettled() {
        formerLoads = (topic, partitions, cancellation) -> {
            throw new IOException("starrocks.query.url: no query port answered");
        };
        SinkEngine engine = open(T0);

        assertThatThrownBy(() -> loadAll(engine, T0, 1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("starrocks.query.url");
        assertThat(loader.loads).isEmpty();
    }

    @Test
    void rowsOfRevokedPartitionsAreDropped() {
        SinkEngine engine = open(T0);
        put(engine, T0, 1, 2);
        close(engine, T0);
        pass(5000);
        open(engine, T1);
        put(engine, T1);
        runJobs();

        assertThat(loader.rows).isEmpty();
        assertThat(counters.getDropped()).isEqualTo(2);
        assertThat(counters.getBuffered()).isZero();
    }

    @Test
    void aLoadUnderWayLosesOnlyTheRowsOfRevokedPartitions() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        formerLoads = (topic, partitions, cancellation) -> {
            closing.countDown();
            cancellation.await(Duration.ofSeconds(30));
        };
        SinkEngine engine = open(T0, T1);
        put(engine, T0, 1, 2);
        put(engine, T1, 7);
        pass(1000);
        put(engine, T0, 3);
        Thread worker = new Thread(jobs.remove());
        worker.start();
        closing.await();
        close(engine, T1);

        assertThat(committed(engine, T0))
                .as("nothing of the cancelled load counts")
                .isEqualTo(1);
        assertThat(loader.loads).isEmpty();
        formerLoads = (topic, partitions, cancellation) -> settled.add(topic + partitions);
        SinkEngine again = engine;
        pass(1000);
        put(again, T0);
        assertThat(jobs).hasSize(1);
        assertThat(committed(again, T0)).isEqualTo(1);
    }

    // ---- ownership in doubt

    @Test
    void aTaskThatStoodStillDropsItsRowsReadsAgainAndLoadsNothingUntilConfirmed() {
        SinkEngine engine = open(T0, T1);
        loadAll(engine, T0, 1, 2);
        put(engine, T0, 3, 4);
        pass(1000);
        put(engine, T1, 9);
        Runnable underWay = jobs.remove();
        put(engine, T0, 5);
        int before = loader.loads.size();

        now += 31_000; // more than two thirds of 45 s
        put(engine, T0, 6);
        underWay.run();
        assertThat(loader.loads).as("the fence holds the load back").hasSize(before);
        assertThat(context.rewinds).containsEntry(T0, 3L).containsEntry(T1, 9L);
        assertThat(context.paused).containsExactlyInAnyOrder(T0, T1);
        assertThat(committed(engine, T0))
                .as("what was dropped is not committed")
                .isEqualTo(3);

        delivered.put(T0, 3L); // Connect has gone back
        delivered.put(T1, 9L);
        for (int i = 0; i < 44; i++) {
            pass(1000);
            put(engine, T0);
        }
        assertThat(context.paused).hasSize(2);
        for (int i = 0; i < 3; i++) {
            pass(1000);
            put(engine, T0);
        }
        assertThat(context.paused)
                .as("a whole session timeout without losing the partitions")
                .isEmpty();
        settled.clear();
        loadAll(engine, T0, 3, 4, 5, 6);
        assertThat(settled).as("own unfinished loads are settled again").containsExactly("t[0, 1]");
        assertThat(committed(engine, T0)).isEqualTo(7);
    }

    @Test
    void openingPartitionsConfirmsOwnership() {
        SinkEngine engine = open(T0);
        put(engine, T0, 3);
        now += 60_000;
        put(engine, T0, 4);
        assertThat(counters.getSuspensions()).isEqualTo(1);
        close(engine, T0);
        open(engine, T0);
        delivered.clear();
        loadAll(engine, T0, 3, 4);

        assertThat(loader.values("id")).isEqualTo(Set.of(3L, 4L));
        assertThat(context.paused).isEmpty();
    }

    @Test
    void aLoadRolledBackBySomebodyElsePutsOwnershipInDoubt() {
        heartbeats = 100;
        SinkEngine engine = open(T0);
        loader.scripted.add(LoadOutcome.Abandoned.of("rolled back on somebody's request: user cancel"));
        put(engine, T0, 1);
        pass(1000);
        put(engine, T0);
        runJobs();
        put(engine, T0);
        assertThat(context.rewinds).containsEntry(T0, 1L);
        assertThat(context.paused).containsExactly(T0);

        heartbeats += 2;
        pass(100);
        put(engine, T0);
        assertThat(context.paused).as("two answers may have been under way").containsExactly(T0);
        heartbeats += 1;
        pass(100);
        put(engine, T0);
        assertThat(context.paused).isEmpty();
        loadAll(engine, T0, 1);
        assertThat(loader.values("id")).isEqualTo(Set.of(1L));
    }

    @Test
    void connectIsAskedToCallOftenBecauseTheLeaseLivesOnIt() {
        SinkEngine engine = open(T0);
        put(engine, T0);
        assertThat(context.timeout).isBetween(1L, 1000L);
    }

    // ---- the world around

    private SinkEngine open(TopicPartition... partitions) {
        Lease lease = new Lease(
                Duration.ofSeconds(45),
                () -> now,
                () -> now,
                () -> heartbeats < 0 ? OptionalLong.empty() : OptionalLong.of(heartbeats));
        SinkSettings checked = SinkSettings.from(settings);
        delivered.clear();
        context.assigned.clear();
        context.paused.clear();
        SinkEngine engine = new SinkEngine(
                checked,
                context,
                loader,
                (topic, numbers, cancellation) -> formerLoads.settle(topic, numbers, cancellation),
                lease,
                new DeadLetters(checked.deadLetters() ? context : null, counters),
                counters,
                jobs::add,
                () -> now,
                () -> "epoch" + epoch++,
                checked.sealedRows(warning -> {}));
        open(engine, partitions);
        return engine;
    }

    private void open(SinkEngine engine, TopicPartition... partitions) {
        Collections.addAll(context.assigned, partitions);
        engine.open(List.of(partitions));
    }

    private void close(SinkEngine engine, TopicPartition... partitions) {
        Collection<TopicPartition> revoked = List.of(partitions);
        engine.close(revoked);
        context.assigned.removeAll(revoked);
        context.paused.removeAll(revoked);
        delivered.keySet().removeAll(revoked);
    }

    private void put(SinkEngine engine, TopicPartition partition, long... offsets) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset : offsets) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", offset);
            row.put("p", (long) partition.partition());
            records.add(record(partition, offset, row));
            delivered.put(partition, offset + 1);
        }
        engine.put(records);
    }

    private static SinkRecord record(TopicPartition partition, long offset, Object value) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, null, value, offset);
    }

    /** Puts, lets the interval pass, loads, and lets the task see the end. */
    private void loadAll(SinkEngine engine, TopicPartition partition, long... offsets) {
        put(engine, partition, offsets);
        pass(1000);
        put(engine, partition);
        runJobs();
        put(engine, partition);
    }

    private List<Long> ids(long partition) {
        return loader.rows.stream()
                .filter(row -> row.get("p").equals(partition))
                .map(row -> (Long) row.get("id"))
                .collect(Collectors.toList());
    }

    private void pass(long millis) {
        now += millis;
    }

    private void runJobs() {
        while (!jobs.isEmpty()) {
            jobs.remove().run();
        }
    }

    private long committed(SinkEngine engine, TopicPartition partition) {
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        delivered.forEach((tp, offset) -> current.put(tp, new OffsetAndMetadata(offset)));
        return engine.visible(current).get(partition).offset();
    }

    private void deadLetters() {
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", "dead");
    }
}
