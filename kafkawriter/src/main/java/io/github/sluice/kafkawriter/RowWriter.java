package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.FrameSealer;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.BadValueException;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.writer.MaskedRecord;
import io.github.sluice.writer.OffsetRange;
import io.github.sluice.writer.TaskAccount;
import io.github.sluice.writer.UnfitColumnException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of rows through a task: values out of the DataX record, into wire form, encoded, keyed, sealed alone or in a
 * frame, sent. A row that cannot go this way is dirty: handed to DataX once, masked, with the reason; everything else ends
 * the task.
 *
 * <p>{@code write}, {@code finish} and {@code close} belong to the task's thread.
 */
final class RowWriter implements AutoCloseable {
    /** Rows of the wrong width, with not one of the right width before them, after which a task gives up. */
    static final int MISMATCHES_BEFORE_GIVING_UP = 100;

    /** Kafka protocol guide, record batch v2: the header of a batch, and the most that a record's own fields can take. */
    private static final int BATCH_HEADER = 61;

    private static final int LARGEST_RECORD_HEADER = 21;
    /** Envelope v2 and the fields of batch and record around it, generously. */
    private static final int FRAME_OVERHEAD = 512;

    /** Of the first record of a batch: attributes, time stamp delta and offset delta, all zero. */
    private static final int FIRST_RECORD_HEADER = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

    private final KafkaWriterSettings settings;
    private final TaskAccount account;
    private final TaskPluginCollector collector;
    private final @Nullable DeadLetters letters;
    private final KafkaSink sink;
    private final @Nullable RecordSealer sealer;
    private final @Nullable Frames frames;
    private @Nullable Lane lane;
    private long zeroDates;

    /** @param letters null drops dirty rows once they are counted */
    RowWriter(
            KafkaWriterSettings settings,
            Producer<byte[], byte[]> producer,
            TaskAccount account,
            TaskPluginCollector collector,
            @Nullable DeadLetters letters) {
        this.settings = settings;
        this.account = account;
        this.collector = collector;
        this.letters = letters;
        FrameSealer second = secondSealer(settings);
        this.sealer = second != null ? second : sealer(settings);
        Duration limit = settings.producer.deliveryTimeout().plus(settings.closeTimeout);
        this.sink = new KafkaSink(
                producer,
                new TopicRecords(settings.topic, settings.headers.list(), settings.partitioning.chooser()),
                new Accounting(),
                limit,
                settings.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL
                        ? new TaskTransaction(
                                producer,
                                settings.producer.transactionTimeout(),
                                limit,
                                settings.closeTimeout,
                                System::nanoTime)
                        : null);
        this.frames =
                second == null || settings.frame == null ? null : frames(settings, settings.frame, producer, second);
        if (settings.columns != null) {
            lane = new Lane(settings, settings.columns);
        }
    }

    /** A sealer with nonces of its own; null where the job writes in clear. */
    static @Nullable RecordSealer sealer(KafkaWriterSettings settings) {
        FrameSealer second = secondSealer(settings);
        return second != null || settings.keyRing == null ? second : EnvelopeV1.sealer(settings.keyRing);
    }

    private static @Nullable FrameSealer secondSealer(KafkaWriterSettings settings) {
        return settings.keyRing == null || settings.envelope == EnvelopeVersion.V1
                ? null
                : EnvelopeV2.sealer(settings.keyRing, settings.compressed);
    }

    /** Comes before the first row. Where the task writes in a transaction, rows count from its commit on. */
    void begin() {
        if (settings.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL) {
            account.inTransaction();
        }
        sink.begin();
    }

    /** Takes some rows. Returns when the producer has them, or those that are dirty are booked. The batch is empty then. */
    void write(RowBatch batch) {
        each(batch, this::toWire);
        each(batch, this::encode);
        each(batch, this::key);
        each(batch, this::seal);
        each(batch, this::send);
        batch.clear();
    }

    /** One step of a row's way. */
    private interface Step {
        void take(PendingRow row) throws UnfitColumnException;
    }

    private void each(RowBatch batch, Step step) {
        for (int i = 0; i < batch.size(); i++) {
            PendingRow row = batch.get(i);
            if (!row.dirty) {
                try {
                    step.take(row);
                } catch (BadRowException | UnfitColumnException e) {
                    dirty(row, String.valueOf(e.getMessage()), columnOf(e));
                }
            }
        }
    }

    private void toWire(PendingRow row) throws UnfitColumnException {
        row.number = account.pulled();
        Record record = row.record();
        Lane lane = laneOf(record);
        if (record.getColumnNumber() != lane.values.width()) {
            mismatch(row, lane.values.width());
            return;
        }
        long before = lane.zeroDates();
        row.wire = lane.normalise(lane.values.of(record));
        row.zeroDates = lane.zeroDates() - before;
    }

    private void encode(PendingRow row) throws UnfitColumnException {
        row.plain = laneOf(row.record()).encode(row.wire, row.hash);
    }

    private void key(PendingRow row) {
        row.key = laneOf(row.record()).keyOf(row.wire);
    }

    /** What is too large is known only now; every other row is booked. */
    private void seal(PendingRow row) {
        row.value = sealer == null || frames != null ? row.plain : sealer.seal(row.plain, settings.topic, row.key);
        String tooLarge = frames == null ? tooLarge(row.key, row.value) : tooLargeForAFrame(row.plain);
        if (tooLarge != null) {
            dirty(row, tooLarge, null);
            return;
        }
        laneOf(row.record()).book(row.hash);
        zeroDates += row.zeroDates;
    }

    private void send(PendingRow row) {
        if (frames == null) {
            sink.send(row.number, row.key, row.value);
        } else {
            frames.add(row.number, frames.partitionOf(row.key), row.plain);
        }
    }

    /** Of a job that names no columns, the first row has as many as the others must have. */
    private Lane laneOf(Record record) {
        Lane known = lane;
        if (known == null) {
            known = new Lane(settings, numbered(record.getColumnNumber()));
            lane = known;
        }
        return known;
    }

    /**
     * Returns when every row is acknowledged or booked as dirty and the books agree. A transaction is committed last, when
     * its dirty rows are safe as well.
     *
     * @throws com.alibaba.datax.common.exception.DataXException otherwise
     */
    void finish() {
        if (frames != null) {
            frames.flush();
        }
        bookKeyUses();
        sink.finish();
        long kept = letters == null ? 0 : letters.finish();
        if (kept > 0) {
            LOG.info("{} dirty rows are in dead-letter topic {}", kept, settings.deadLetterTopic);
        }
        String imbalance = account.snapshot().imbalance();
        if (imbalance != null) {
            throw KafkaWriterErrorCode.COUNTS_DIFFER.failure(imbalance);
        }
        sink.commit();
        if (settings.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL) {
            account.committed();
        }
        if (lane == null) {
            account.finished(0, null, null);
        } else {
            account.finished(zeroDates, lane.schema, lane.fingerprint);
        }
    }

    @Override
    public void close() {
        bookKeyUses();
        sink.close();
        if (letters != null) {
            letters.close();
        }
    }

    private void bookKeyUses() {
        if (sealer != null) {
            account.sealed(letters == null ? sealer.uses() : KeyUse.sum(sealer.uses(), letters.keyUses()));
        }
    }

    private Frames frames(
            KafkaWriterSettings settings,
            FrameLimits limits,
            Producer<byte[], byte[]> producer,
            FrameSealer frameSealer) {
        int partitions;
        try {
            partitions = producer.partitionsFor(settings.topic).size();
        } catch (KafkaException e) {
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.NOT_ACKNOWLEDGED,
                    "topic " + settings.topic + ": asking for its partitions",
                    e);
        }
        return new Frames(
                partitions,
                limits.rows,
                (int) Math.min(limits.bytes, largestFrame()),
                (partition, frame) -> sink.sendFrame(
                        frame.firstRow,
                        frame.rows.size(),
                        partition,
                        frameSealer.sealFrame(frame.rows, settings.topic, null)));
    }

    /** Bytes of rows that fit into a record also if they cannot be compressed. */
    private long largestFrame() {
        long record = Math.min(settings.producer.maxRequestSize(), settings.producer.largestBatch());
        long content = record - FRAME_OVERHEAD - settings.headers.encodedBytes();
        // what zstd cannot compress grows by 1/256 at most
        return Math.max(1, content - content / 128);
    }

    private @Nullable String tooLargeForAFrame(byte[] plain) {
        long largest = largestFrame() - Frames.ROW_OVERHEAD;
        return plain.length <= largest
                ? null
                : plain.length + " bytes, above the " + largest + " that a frame may hold within max.request.size "
                        + settings.producer.maxRequestSize() + " and the topic's max.message.bytes";
    }

    /** Names for the columns of a text job that gives none. */
    private static List<WireColumn> numbered(int width) {
        List<WireColumn> columns = new ArrayList<>(width);
        for (int i = 1; i <= width; i++) {
            columns.add(WireColumn.bare("c" + i));
        }
        return columns;
    }

    private void mismatch(PendingRow row, int width) {
        String reason = row.record().getColumnNumber() + " columns where the job names " + width;
        long mismatches = account.mismatched();
        dirty(row, reason, null);
        if (mismatches == row.number && mismatches >= MISMATCHES_BEFORE_GIVING_UP) {
            throw KafkaWriterErrorCode.COLUMN_COUNT.failure("not one of the first " + row.number + " rows fits: "
                    + reason + "; " + Key.COLUMN + " must list what the reader selects, in its order");
        }
    }

    /** @param column the one at fault, null if it is not one alone */
    private void dirty(PendingRow row, String reason, @Nullable String column) {
        row.dirty = true;
        account.dirty();
        collector.collectDirtyRecord(MaskedRecord.of(row.record()), null, "row " + row.number + ": " + reason);
        if (letters != null) {
            letters.whole(row.number, reason, column, row.record(), settings.columns);
        }
    }

    private static @Nullable String columnOf(Exception e) {
        if (e instanceof BadValueException) {
            return ((BadValueException) e).column();
        }
        return e instanceof UnfitColumnException ? ((UnfitColumnException) e).column() : null;
    }

    /** The limit that the row breaks, null if it breaks none. The producer's estimate is coarse, the broker's exact. */
    private @Nullable String tooLarge(byte @Nullable [] key, byte[] value) {
        long content = (long) ByteUtils.sizeOfVarint(key == null ? -1 : key.length)
                + (key == null ? 0 : key.length)
                + ByteUtils.sizeOfVarint(value.length)
                + value.length
                + settings.headers.encodedBytes();
        long request = BATCH_HEADER + LARGEST_RECORD_HEADER + content;
        if (request > settings.producer.maxRequestSize()) {
            return request + " bytes encoded, above max.request.size " + settings.producer.maxRequestSize();
        }
        long body = FIRST_RECORD_HEADER + content;
        long batch = BATCH_HEADER + ByteUtils.sizeOfVarint((int) body) + body;
        if (batch > settings.producer.largestBatch()) {
            return batch + " bytes encoded, above the topic's max.message.bytes " + settings.producer.largestBatch();
        }
        return null;
    }

    private final class Accounting implements KafkaSink.Deliveries {
        @Override
        public void acknowledged(RecordMetadata metadata, int rows, int valueBytes) {
            long offset = metadata.hasOffset() ? metadata.offset() : OffsetRange.UNKNOWN;
            account.acknowledged(metadata.partition(), offset, rows, valueBytes);
        }

        @Override
        public void tooLarge(long row, int valueBytes, RecordTooLargeException cause) {
            account.dirtyAfterSending();
            String reason = "refused as too large: " + cause.getMessage();
            if (letters != null) {
                letters.positionOnly(row, reason);
            }
            collector.collectDirtyRecord(MaskedRecord.ofPosition(row, valueBytes), null, "row " + row + ": " + reason);
        }
    }
}
