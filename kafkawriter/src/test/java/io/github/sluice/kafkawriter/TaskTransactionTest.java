package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTransactionTest {
    private final Answers producer = new Answers();
    private long now;
    private final TaskTransaction transaction = new TaskTransaction(
            producer, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(1), () -> now);

    /** A producer whose commits end as they are told; each takes four seconds of the test's time. */
    private final class Answers extends MockProducer<byte[], byte[]> {
        final Deque<RuntimeException> commits = new ArrayDeque<>();
        Duration closedWithin;

        Answers() {
            super(true, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            now += Duration.ofSeconds(4).toNanos();
            if (!commits.isEmpty()) {
                throw commits.remove();
            }
            super.commitTransaction();
        }

        @Override
        public void close(Duration timeout) {
            closedWithin = timeout;
            super.close(timeout);
        }
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private void oneRow() {
        transaction.begin();
        transaction.rowComes();
        producer.send(new ProducerRecord<>("t", new byte[1]));
    }

    private DataXException commitFails() {
        return catchThrowableOfType(DataXException.class, transaction::commit);
    }

    @Test
    void aCommitThatIsNotAnsweredIsAskedForAgain() {
        oneRow();
        producer.commits.addAll(List.of(new TimeoutException("1"), new TimeoutException("2")));

        transaction.commit();

        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void aCommitThatIsNeverAnsweredIsUnknownAndNothingIsTakenBack() {
        oneRow();
        for (int i = 0; i < 9; i++) {
            producer.commits.add(new TimeoutException("no answer"));
        }

        DataXException e = commitFails();
        transaction.abort();

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.COMMIT_UNKNOWN);
        assertThat(e).hasMessageContaining("nobody knows");
        assertThat(producer.commits)
                .as("asked within ten seconds, three times of four")
                .hasSize(6);
        assertThat(producer.closedWithin).isZero();
    }

    @Test
    void whoIsShutOutWhileCommittingDoesNotKnowWhetherThatCameFirst() {
        oneRow();
        producer.commits.add(new ProducerFencedException("another came"));
        assertThat(commitFails().getErrorCode()).isEqualTo(KafkaWriterErrorCode.COMMIT_UNKNOWN);
    }

    @Test
    void anInterruptWhileCommittingIsUnknownAndKeepsTheFlag() {
        oneRow();
        producer.commits.add(new InterruptException(new InterruptedException()));
        Thread.interrupted();

        assertThat(commitFails().getErrorCode()).isEqualTo(KafkaWriterErrorCode.COMMIT_UNKNOWN);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTaskThatOutlivesItsTransactionIsToldSoAndDoesNotCommit(boolean whileWriting) {
        oneRow();
        now += Duration.ofSeconds(61).toNanos();

        DataXException e =
                whileWriting ? catchThrowableOfType(DataXException.class, transaction::rowComes) : commitFails();

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.TRANSACTION_TOO_OLD);
        assertThat(e)
                .hasMessageContaining("60000 ms")
                .hasMessageContainingAll("transaction.max.timeout.ms", "splitPk", "deliveryGuarantee atLeastOnce");
        assertThat(producer.transactionCommitted()).isFalse();
    }

    @Test
    void theTimeBeforeTheFirstRowDoesNotCount() {
        transaction.begin();
        now += Duration.ofHours(1).toNanos();
        transaction.rowComes();
        transaction.commit();
        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void anAbortWaitsForTheBrokerEvenIfTheTaskWasInterrupted() {
        oneRow();
        Thread.currentThread().interrupt();

        transaction.abort();

        assertThat(producer.closedWithin).hasSeconds(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(producer.transactionCommitted()).isFalse();
    }

    @Test
    void whatTheBrokerRefusesAtTheBeginningHasItsRemedy() {
        producer.initTransactionException = new InvalidTxnTimeoutException("too long");
        DataXException timeout = catchThrowableOfType(DataXException.class, transaction::begin);
        assertThat(timeout.getErrorCode()).isEqualTo(KafkaWriterErrorCode.SETTINGS);
        assertThat(timeout).hasMessageContaining("transaction.max.timeout.ms");

        producer.initTransactionException = new TransactionalIdAuthorizationException("no");
        DataXException right = catchThrowableOfType(DataXException.class, transaction::begin);
        assertThat(right.getErrorCode()).isEqualTo(KafkaWriterErrorCode.NOT_AUTHORISED);
        assertThat(right).hasMessageContaining("operation Write on the transactional ids that begin with sluice/");

        producer.initTransactionException = new TimeoutException("nobody");
        assertThat(catchThrowableOfType(DataXException.class, transaction::begin)
                        .getErrorCode())
                .isEqualTo(KafkaWriterErrorCode.BROKER_UNREACHABLE);
    }
}
