package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.exception.DataXException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one transaction that a task writes all its rows in: {@link #begin}, {@link #rowComes} for each row, then
 * {@link #commit} or {@link #abort}. A commit ends in one of three ways: it returns, the transaction is known not to be
 * committed, or, with {@link KafkaWriterErrorCode#COMMIT_UNKNOWN}, nobody knows. Belongs to the task's thread.
 */
final class TaskTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(TaskTransaction.class);

    private final Producer<byte[], byte[]> producer;
    private final Duration timeout;
    private final Duration commitLimit;
    private final Duration abortLimit;
    private final LongSupplier nanoTime;
    private boolean rowsSent;
    private long firstRowAt;
    private boolean commitAsked;

    /**
     * @param timeout after which the broker aborts: transaction.timeout.ms
     * @param commitLimit longest wait for the answer to the commit
     * @param abortLimit longest wait for the answer to an abort
     * @param nanoTime as {@link System#nanoTime}
     */
    TaskTransaction(
            Producer<byte[], byte[]> producer,
            Duration timeout,
            Duration commitLimit,
            Duration abortLimit,
            LongSupplier nanoTime) {
        this.producer = producer;
        this.timeout = timeout;
        this.commitLimit = commitLimit;
        this.abortLimit = abortLimit;
        this.nanoTime = nanoTime;
    }

    /** Shuts out whoever has the same transactional id, ends what that one left open, and begins. */
    void begin() {
        initialise(producer, timeout);
        try {
            producer.beginTransaction();
        } catch (KafkaException e) {
            throw KafkaFailures.failure(KafkaWriterErrorCode.NOT_ACKNOWLEDGED, "beginning the transaction", e);
        }
    }

    /** What {@link #begin} asks of the broker: this user's right to the id, and its consent to the time-out. */
    static void initialise(Producer<byte[], byte[]> producer, Duration timeout) {
        try {
            producer.initTransactions();
        } catch (InvalidTxnTimeoutException e) {
            throw KafkaWriterErrorCode.SETTINGS.failure(
                    "the broker refuses transaction.timeout.ms " + timeout.toMillis()
                            + ": its transaction.max.timeout.ms is lower; give " + Key.PRODUCER_PROPERTIES
                            + "[transaction.timeout.ms] no more than that, or raise it",
                    e);
        } catch (TimeoutException e) {
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.BROKER_UNREACHABLE, "asking for the transaction coordinator", e);
        } catch (KafkaException e) {
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.NOT_ACKNOWLEDGED,
                    "opening the transaction (the user needs operation Write on the transactional ids that begin with "
                            + TransactionalIds.ALL + ")",
                    e);
        }
    }

    /** @throws DataXException if the transaction is so old that the broker has aborted it or is about to */
    void rowComes() {
        if (!rowsSent) {
            rowsSent = true;
            firstRowAt = nanoTime.getAsLong();
            return;
        }
        throwIfTooOld();
    }

    /** Says that the transaction has outlived its time-out, which is why everything that follows fails. */
    void throwIfTooOld() {
        if (isTooOld()) {
            throw KafkaWriterErrorCode.TRANSACTION_TOO_OLD.failure("the task is not done " + timeout.toMillis()
                    + " ms (transaction.timeout.ms) after its first row, and"
                    + " the broker aborts its transaction; raise the broker's transaction.max.timeout.ms, cut the"
                    + " table into more and smaller tasks (the reader's splitPk, more channels), or write "
                    + Key.DELIVERY_GUARANTEE + " " + DeliveryGuarantee.AT_LEAST_ONCE);
        }
    }

    private boolean isTooOld() {
        return rowsSent && nanoTime.getAsLong() - firstRowAt > timeout.toNanos();
    }

    /**
     * Commits. Call it when every row is acknowledged: an error is then about the commit alone.
     *
     * @throws DataXException with {@link KafkaWriterErrorCode#COMMIT_UNKNOWN} if it is not known whether the rows are there
     */
    void commit() {
        throwIfTooOld();
        commitAsked = true;
        long deadline = nanoTime.getAsLong() + commitLimit.toNanos();
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                // asking again is asking what became of the first
                if (nanoTime.getAsLong() - deadline >= 0) {
                    throw unknown(e);
                }
            } catch (RuntimeException e) {
                throw unknown(e);
            }
        }
    }

    /**
     * A fenced producer, too: whoever fenced it may have come before the commit or after it.
     */
    private static DataXException unknown(RuntimeException e) {
        if (KafkaFailures.isInterrupt(e)) {
            Thread.currentThread().interrupt();
        }
        return KafkaWriterErrorCode.COMMIT_UNKNOWN.failure(
                "the commit was asked for and has no answer, so that nobody knows whether the task's rows are in the"
                        + " topic: " + KafkaFailures.describe(e),
                e);
    }

    /** Closes the producer and takes its rows back, where nobody has asked for their commit. Waits within its limit. */
    void abort() {
        boolean interrupted = Thread.interrupted();
        try {
            // an orderly close aborts what is open and, unlike abortTransaction(), takes a limit
            producer.close(commitAsked ? Duration.ZERO : abortLimit);
        } catch (KafkaException e) {
            LOG.warn("the transaction is left to the broker, which aborts it in time: {}", KafkaFailures.describe(e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
