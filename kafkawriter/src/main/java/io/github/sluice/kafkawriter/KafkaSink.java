package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.exception.DataXException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One task's way into the topic. Sends without waiting, learns each row's fate from its callback, and {@link #finish} returns
 * only when every row that was sent has been acknowledged or refused as too large. A frame of rows that is refused as too large
 * ends the task: it was cut to what producer and topic take. In a transaction a single refused row ends the task as well,
 * because the broker takes all rows or none; the rows count when {@link #commit} has returned.
 *
 * <p>{@code send}, {@code finish} and {@code close} belong to the task's thread; callbacks come from the producer's own. The
 * first failed delivery ends the task: it is thrown by the next {@code send} or by {@code finish}.
 */
final class KafkaSink implements AutoCloseable {
    private static final long POLL_MS = 2;

    /** Where the fate of rows is told. Called by the producer's thread, for a row refused at once also by the task's. */
    interface Deliveries {
        /** @param rows how many rows the record holds */
        void acknowledged(RecordMetadata metadata, int rows, int valueBytes);

        /** The row is larger than producer or broker take. It is not in the topic; the others go on. */
        void tooLarge(long row, int valueBytes, RecordTooLargeException cause);
    }

    private final Producer<byte[], byte[]> producer;
    private final TopicRecords records;
    private final String topic;
    private final Deliveries deliveries;
    private final Duration finishLimit;
    private final @Nullable TaskTransaction transaction;
    private final AtomicReference<@Nullable FailedRow> failed = new AtomicReference<>();
    private final AtomicLong settled = new AtomicLong();
    private long sent;
    private boolean committed;
    private boolean closed;

    /**
     * @param finishLimit longest wait for the last acknowledgements, above the producer's delivery time-out
     * @param transaction null where each row counts by itself; else it is of the same producer
     */
    KafkaSink(
            Producer<byte[], byte[]> producer,
            TopicRecords records,
            Deliveries deliveries,
            Duration finishLimit,
            @Nullable TaskTransaction transaction) {
        this.producer = producer;
        this.records = records;
        this.topic = records.topic();
        this.deliveries = deliveries;
        this.finishLimit = finishLimit;
        this.transaction = transaction;
    }

    /** Comes before the first row. */
    void begin() {
        if (transaction != null) {
            transaction.begin();
        }
    }

    /**
     * Hands one row to the producer. Waits, at most {@code max.block.ms}, where its buffer is full.
     *
     * @param row position of the row among those the task has pulled, from 1
     * @param key null for none
     */
    void send(long row, byte @Nullable [] key, byte[] value) {
        send(row, 1, value.length, () -> records.record(producer, key, value));
    }

    /**
     * As {@link #send}, for many rows in one record, to a partition of the caller's choice.
     *
     * @param row position of the first of them
     */
    void sendFrame(long row, int rows, int partition, byte[] value) {
        send(row, rows, value.length, () -> records.inPartition(partition, value));
    }

    /** @param record made where its failure is seen, because it may ask the broker */
    private void send(long row, int rows, int valueBytes, Supplier<ProducerRecord<byte[], byte[]>> record) {
        throwIfFailed();
        if (transaction != null) {
            transaction.rowComes();
        }
        sent += rows;
        try {
            producer.send(record.get(), (metadata, exception) -> {
                settle(row, rows, valueBytes, metadata, exception);
            });
        } catch (KafkaException | IllegalStateException e) {
            throw failure(firstOf(new FailedRow(row, rows, e)));
        }
        throwIfFailed();
    }

    /**
     * The row to blame. A transaction that one row has failed takes no other, and the producer says so of the next row
     * before it tells what became of the first.
     */
    private FailedRow firstOf(FailedRow refused) {
        if (transaction == null || KafkaFailures.isInterrupt(refused.exception)) {
            return refused;
        }
        try {
            awaitAnswers(sent - refused.rows);
        } catch (InterruptedException e) {
            e.addSuppressed(refused.exception);
            return new FailedRow(refused.row, refused.rows, e);
        }
        FailedRow earlier = failed.get();
        return earlier == null ? refused : earlier;
    }

    /**
     * Waits for the fate of every row sent.
     *
     * @throws DataXException when any row is neither acknowledged nor refused as too large
     */
    void finish() {
        try {
            if (transaction == null) {
                // close() sends what lingers, waits for the callbacks and, unlike flush(), takes a limit
                producer.close(finishLimit);
            } else {
                awaitAnswers(sent);
            }
        } catch (KafkaException | InterruptedException e) {
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.NOT_ACKNOWLEDGED, "topic " + topic + ": waiting for acknowledgements", e);
        }
        throwIfFailed();
        long unsettled = sent - settled.get();
        if (unsettled != 0) {
            throw KafkaWriterErrorCode.NOT_ACKNOWLEDGED.failure("topic " + topic + ": " + unsettled + " of " + sent
                    + " rows have no answer from the broker after " + finishLimit.toMillis() + " ms");
        }
    }

    /**
     * Makes the rows count, where they do not yet. Comes after {@link #finish}.
     *
     * @throws DataXException if they do not, or if that is not known
     */
    void commit() {
        if (transaction != null) {
            transaction.commit();
        }
        committed = true;
    }

    /**
     * Gives up whatever does not count yet: without a transaction at once, else within the transaction's limit. Harmless
     * after {@link #commit}, and a second time.
     */
    @Override
    public void close() {
        if (transaction != null && !committed && !closed) {
            transaction.abort();
        } else {
            closeAtOnce();
        }
        closed = true;
    }

    /** An interrupt, which the producer reports as a failure to wait, must not hide why the task ends. */
    private void closeAtOnce() {
        try {
            producer.close(Duration.ZERO);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits within the limit until so many rows are answered, or one has failed. A producer that is closed cannot commit.
     * What lingers is sent in time: linger.ms is below the limit.
     */
    private void awaitAnswers(long rows) throws InterruptedException {
        long deadline = System.nanoTime() + finishLimit.toNanos();
        while (settled.get() < rows && failed.get() == null && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private void settle(long row, int rows, int valueBytes, RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            deliveries.acknowledged(metadata, rows, valueBytes);
        } else if (exception instanceof RecordTooLargeException && rows == 1 && transaction == null) {
            deliveries.tooLarge(row, valueBytes, (RecordTooLargeException) exception);
        } else {
            failed.compareAndSet(null, new FailedRow(row, rows, exception));
            return;
        }
        settled.addAndGet(rows);
    }

    private void throwIfFailed() {
        FailedRow failure = failed.get();
        if (failure != null) {
            throw failure(failure);
        }
    }

    private DataXException failure(FailedRow failure) {
        if (transaction != null) {
            transaction.throwIfTooOld();
        }
        return KafkaFailures.failure(
                KafkaWriterErrorCode.NOT_ACKNOWLEDGED,
                "topic " + topic + ": row " + failure.row + " of the task was not acknowledged"
                        + (failure.exception instanceof RecordTooLargeException ? tooLarge(failure.rows) : ""),
                failure.exception);
    }

    private static String tooLarge(int rows) {
        return rows > 1
                ? "; its frame is larger than broker or producer take: lower " + Key.FRAME + ".bytes"
                : "; in a transaction the broker takes all rows or none: make the row smaller, raise the topic's"
                        + " max.message.bytes, or write " + Key.DELIVERY_GUARANTEE + " "
                        + DeliveryGuarantee.AT_LEAST_ONCE + ", where such a row is dirty and the others go on";
    }

    private static final class FailedRow {
        final long row;
        final int rows;
        final Exception exception;

        FailedRow(long row, int rows, Exception exception) {
            this.row = row;
            this.rows = rows;
            this.exception = exception;
        }
    }
}
