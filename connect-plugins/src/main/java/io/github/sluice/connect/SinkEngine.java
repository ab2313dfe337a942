package io.github.sluice.connect;

import io.github.sluice.connect.decrypt.SealedRows;
import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.streamload.Loader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the task does with partitions, records and offsets; {@link StarRocksSinkTask} tells the story. Everything here runs
 * on the task's thread, only {@link LoadJob}s run elsewhere.
 */
final class SinkEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SinkEngine.class);

    /** So often Connect is asked to call put(), with or without records: the lease lives on it. */
    private static final Duration TURN = Duration.ofMillis(500);
    /** While a load is under way its end should be noticed soon. */
    private static final Duration SHORT_TURN = Duration.ofMillis(50);
    /** How long close() waits for a load under way; what is unfinished then, the next owner settles. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final SinkSettings settings;
    private final SinkTaskContext context;
    private final Loader loader;
    private final FormerLoads formerLoads;
    private final Lease lease;
    private final DeadLetters deadLetters;
    private final SinkCounters counters;
    private final Executor executor;
    private final LongSupplier millis;
    private final Supplier<String> epochs;
    private final @Nullable SealedRows sealedRows;
    private final LabelScheme labels;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final PausedPartitions paused;
    /** Where Connect was told to read again; it does so before it next calls put(). */
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();

    private boolean suspended;
    private String epoch = "";

    SinkEngine(
            SinkSettings settings,
            SinkTaskContext context,
            Loader loader,
            FormerLoads formerLoads,
            Lease lease,
            DeadLetters deadLetters,
            SinkCounters counters,
            Executor executor,
            LongSupplier millis,
            Supplier<String> epochs,
            @Nullable SealedRows sealedRows) {
        this.settings = settings;
        this.context = context;
        this.loader = loader;
        this.formerLoads = formerLoads;
        this.lease = lease;
        this.deadLetters = deadLetters;
        this.counters = counters;
        this.executor = executor;
        this.millis = millis;
        this.epochs = epochs;
        this.sealedRows = sealedRows;
        this.labels = settings.labels();
        this.paused = new PausedPartitions(context);
    }

    void open(Collection<TopicPartition> partitions) {
        lease.opened();
        formerLoads.opened();
        epoch = epochs.get();
        for (TopicPartition partition : partitions) {
            Lane lane = lanes.computeIfAbsent(partition.topic(), this::lane);
            lane.partitions().add(partition.partition());
            lane.unsettled().add(partition.partition());
        }
        suspended = false;
    }

    void close(Collection<TopicPartition> revoked) {
        for (Lane lane : lanes.values()) {
            close(lane, revoked);
        }
        lanes.values().removeIf(lane -> lane.partitions().isEmpty());
        rewinds.keySet().removeAll(revoked);
        paused.forget(revoked);
        countBuffered();
    }

    void put(Collection<SinkRecord> records) {
        rewinds.clear();
        boolean held = lease.turn();
        if (!held && !suspended) {
            suspend();
        }
        if (suspended) {
            readAgain(records);
            resumeIfConfirmed();
        } else {
            records.forEach(this::add);
            deadLetters.await();
        }
        counters.received.addAndGet(records.size());
        pump();
    }

    /** @return per partition the offset up to which every row is visible, dead-lettered or passed over */
    Map<TopicPartition, OffsetAndMetadata> visible(Map<TopicPartition, OffsetAndMetadata> delivered) {
        lease.turn();
        for (Lane lane : lanes.values()) {
            // what failed, or has dead letters to write, waits for put(): Connect only logs what preCommit() throws
            LoadJob job = lane.running();
            if (job != null
                    && job.ended()
                    && !job.cancelled()
                    && job.result().end() == BatchResult.End.DONE
                    && job.result().refusals().isEmpty()) {
                lane.settled(job);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> visible = new HashMap<>();
        delivered.forEach((partition, offset) -> {
            Long pending = firstPending(partition);
            visible.put(
                    partition, pending == null || pending >= offset.offset() ? offset : new OffsetAndMetadata(pending));
        });
        return visible;
    }

    /** Cancels what is under way. */
    void stop() {
        for (Lane lane : lanes.values()) {
            LoadJob job = lane.running();
            if (job != null) {
                job.cancel();
            }
        }
    }

    // ---- records

    private void add(SinkRecord record) {
        if (record.value() == null && !settings.tombstonesFail()) {
            counters.tombstones.incrementAndGet();
            return;
        }
        Lane lane = lanes.get(record.topic());
        if (lane == null) {
            throw new ConnectException(place(record) + ": a record of a topic of which no partition is open");
        }
        List<byte[]> messages;
        try {
            Object value = record.value();
            if (value == null) {
                throw new DataException("it has no value, and " + SinkKey.TOMBSTONES + "=fail");
            }
            if (sealedRows == null) {
                lane.add(row(record, RowJson.of(value), 1, 1), millis.getAsLong());
                return;
            }
            messages = sealedRows.open(record);
        } catch (DataException e) {
            deadLetters.add(record, place(record) + ": " + e.getMessage());
            return;
        }
        addAll(record, messages, lane);
    }

    /** The rows of one record, each for itself: one that is none does not keep the others from being loaded. */
    private void addAll(SinkRecord record, List<byte[]> messages, Lane lane) {
        int count = messages.size();
        counters.received.addAndGet(count - 1L);
        List<Refusal> refused = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                byte[] json = RowJson.of(SealedRows.row(messages.get(i)));
                lane.add(row(record, json, i + 1, count), millis.getAsLong());
            } catch (DataException e) {
                Row row = row(record, messages.get(i), i + 1, count);
                refused.add(new Refusal(row, row.place() + ": " + e.getMessage()));
            }
        }
        if (!refused.isEmpty()) {
            deadLetters.add(record, refused);
        }
    }

    private Row row(SinkRecord record, byte[] json, int place, int rows) {
        int partition = record.kafkaPartition() == null ? 0 : record.kafkaPartition();
        SinkRecord kept = deadLetters.wanted() ? record : null;
        return new Row(record.topic(), partition, record.kafkaOffset(), json, kept, place, rows);
    }

    private static String place(SinkRecord record) {
        return "topic " + record.topic() + ", partition " + record.kafkaPartition() + ", offset "
                + record.kafkaOffset();
    }

    private Lane lane(String topic) {
        String table = settings.tables().tableOf(topic);
        if (table == null) {
            throw new ConnectException(
                    SinkKey.TOPIC_TO_TABLE + ": has no entry for topic " + topic + ", which topics.regex brought");
        }
        return new Lane(new LoadTarget(
                topic, settings.database(), table, settings.loadProperties().of(table), labels));
    }

    // ---- loads

    private void pump() {
        for (Lane lane : lanes.values()) {
            harvest(lane);
        }
        if (!suspended && !lease.held()) {
            suspend();
        }
        long memory = memory();
        boolean memoryFull = memory >= settings.bufferMemory();
        boolean loading = false;
        for (Lane lane : lanes.values()) {
            if (!suspended && lane.due(settings, millis.getAsLong(), memoryFull)) {
                start(lane);
            }
            loading |= lane.running() != null;
        }
        pauseAndResume(memoryFull);
        countBuffered();
        Duration turn = loading ? SHORT_TURN : TURN;
        context.timeout(Math.min(turn.toMillis(), settings.interval().toMillis()));
    }

    private void start(Lane lane) {
        Batch batch = lane.waiting().takeFirst(settings.maxBytes(), settings.maxRows());
        String stay = epoch;
        LoadJob job = new LoadJob(
                batch,
                new HashSet<>(lane.unsettled()),
                cancellation -> new BatchLoader(
                        lane.target(),
                        loader,
                        formerLoads,
                        lease,
                        cancellation,
                        stay,
                        settings.maxRetries(),
                        deadLetters.wanted(),
                        settings.refusedRowsMax(),
                        counters));
        lane.start(job);
        executor.execute(job);
    }

    private void harvest(Lane lane) {
        LoadJob job = lane.running();
        if (job == null || !job.ended()) {
            return;
        }
        if (job.cancelled()) {
            // its rows were put back or will be read again, by us or by somebody else
            lane.ended();
            return;
        }
        BatchResult result = job.result();
        switch (result.end()) {
            case DONE:
                setAside(result.refusals());
                deadLetters.await();
                lane.settled(job);
                if (lane.rows() == 0) {
                    // who waits for the topic to be drained need not wait for the worker's next round of commits too
                    context.requestCommit();
                }
                return;
            case ABANDONED:
                lane.ended();
                lane.putBack(job.batch().rows());
                lease.doubt(result.reason());
                return;
            case FAILED:
            default:
                throw result.failure();
        }
    }

    /** One dead letter for a record, however many of its rows are refused: each would hold the whole record. */
    private void setAside(List<Refusal> refusals) {
        Map<SinkRecord, List<Refusal>> byRecord = new IdentityHashMap<>();
        List<SinkRecord> inOrder = new ArrayList<>();
        for (Refusal refusal : refusals) {
            SinkRecord record = refusal.row().record();
            if (record == null) {
                throw new IllegalStateException("dead letters were wanted, so records are kept");
            }
            byRecord.computeIfAbsent(record, first -> {
                        inOrder.add(first);
                        return new ArrayList<>();
                    })
                    .add(refusal);
        }
        for (SinkRecord record : inOrder) {
            deadLetters.add(record, byRecord.getOrDefault(record, new ArrayList<>()));
        }
    }

    // ---- ownership in doubt

    private void suspend() {
        String reason = lease.brokenBecause();
        suspended = true;
        counters.suspensions.incrementAndGet();
        epoch = epochs.get();
        long dropped = 0;
        for (Lane lane : lanes.values()) {
            for (int partition : lane.partitions()) {
                Long pending = lane.firstPending(partition);
                if (pending != null) {
                    rewindTo(new TopicPartition(lane.target().topic(), partition), pending);
                }
            }
            dropped += lane.rows();
            LoadJob job = lane.running();
            if (job != null) {
                job.cancel();
            }
            lane.waiting().removeIf(row -> true);
            lane.unsettled().addAll(lane.partitions());
        }
        counters.dropped.addAndGet(dropped);
        LOG.warn(
                "ownership of the partitions is in doubt: {}. {} rows are dropped and read again once it is"
                        + " confirmed; nothing is loaded until then",
                reason,
                dropped);
    }

    private void readAgain(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            int partition = record.kafkaPartition() == null ? 0 : record.kafkaPartition();
            rewindTo(new TopicPartition(record.topic(), partition), record.kafkaOffset());
        }
        counters.dropped.addAndGet(records.size());
    }

    private void rewindTo(TopicPartition partition, long offset) {
        Long known = rewinds.get(partition);
        if (known == null || offset < known) {
            rewinds.put(partition, offset);
            context.offset(partition, offset);
        }
    }

    private void resumeIfConfirmed() {
        boolean idle = true;
        for (Lane lane : lanes.values()) {
            harvest(lane);
            idle &= lane.running() == null;
        }
        if (idle && lease.confirmed()) {
            suspended = false;
            LOG.info("ownership of the partitions is confirmed {}; loading goes on", lease.evidence());
        }
    }

    // ---- partitions

    private void close(Lane lane, Collection<TopicPartition> revoked) {
        Set<Integer> gone = new HashSet<>();
        for (TopicPartition partition : revoked) {
            if (partition.topic().equals(lane.target().topic())) {
                gone.add(partition.partition());
            }
        }
        lane.partitions().removeAll(gone);
        lane.unsettled().removeAll(gone);
        long before = lane.rows();
        LoadJob job = lane.running();
        if (job != null && !job.cancelled() && job.batch().concerns(gone)) {
            job.cancel();
            if (!job.awaitEnd(CLOSE_LIMIT)) {
                LOG.warn(
                        "a load of {} did not end within {} s of its partitions being revoked; their next owner"
                                + " settles it",
                        lane.target(),
                        CLOSE_LIMIT.getSeconds());
            }
            lane.putBack(lane.ofOurPartitions(job.batch()));
            lane.unsettled().addAll(lane.partitions());
        }
        lane.waiting().removeIf(row -> gone.contains(row.partition()));
        if (job != null && job.ended() && job.cancelled()) {
            lane.ended();
        }
        counters.dropped.addAndGet(Math.max(0, before - lane.rows()));
    }

    private void pauseAndResume(boolean memoryFull) {
        Set<TopicPartition> wanted = new HashSet<>();
        for (Lane lane : lanes.values()) {
            boolean full = lane.running() != null && lane.full(settings);
            if (suspended || memoryFull || full) {
                for (int partition : lane.partitions()) {
                    wanted.add(new TopicPartition(lane.target().topic(), partition));
                }
            }
        }
        paused.set(wanted);
    }

    private @Nullable Long firstPending(TopicPartition partition) {
        Lane lane = lanes.get(partition.topic());
        Long pending = lane == null ? null : lane.firstPending(partition.partition());
        Long rewind = rewinds.get(partition);
        if (pending == null) {
            return rewind;
        }
        return rewind == null ? pending : Long.valueOf(Math.min(pending, rewind));
    }

    private long memory() {
        long memory = 0;
        for (Lane lane : lanes.values()) {
            memory += lane.memory();
        }
        return memory;
    }

    private void countBuffered() {
        long rows = 0;
        for (Lane lane : lanes.values()) {
            rows += lane.rows();
        }
        counters.buffered.set(rows);
    }
}
