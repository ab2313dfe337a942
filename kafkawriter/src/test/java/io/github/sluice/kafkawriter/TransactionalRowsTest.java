package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A task whose rows are all in one transaction. */
class TransactionalRowsTest {
    private final DirtyRecords dirty = new DirtyRecords();
    private final TaskAccount account = new TaskAccount(0);
    private final MockProducer<byte[], byte[]> producer = producer();
    private final MockProducer<byte[], byte[]> letterBox = producer();

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private RowWriter writer(Object... more) {
        return writerTo(producer, more);
    }

    private RowWriter writerTo(MockProducer<byte[], byte[]> target, Object... more) {
        Object[] parameters = new Object[more.length + 8];
        System.arraycopy(
                new Object[] {
                    Key.DELIVERY_GUARANTEE,
                    "transactional",
                    Key.WRITE_TYPE,
                    "json",
                    Key.COLUMN,
                    List.of(Map.of("name", "id", "type", "int")),
                    Key.RUN_ID,
                    "r"
                },
                0,
                parameters,
                0,
                8);
        System.arraycopy(more, 0, parameters, 8, more.length);
        DeadLetters letters =
                new DeadLetters("dead", Map.of(), null, () -> letterBox, 1_000_000, Duration.ofSeconds(1));
        RowWriter writer = new RowWriter(Jobs.settings(parameters), target, account, dirty, letters);
        writer.begin();
        return writer;
    }

    @Test
    void rowsCountWhenTheyAreCommitted() {
        RowWriter writer = writer();
        Batches.write(writer, ListRecord.values(1L));
        producer.completeNext();
        assertThat(account.snapshot().acked()).as("acknowledged, not committed").isZero();

        writer.finish();

        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(account.snapshot().acked()).isEqualTo(1);
        assertThat(account.snapshot().finished()).isTrue();
        assertThat(account.snapshot().fingerprint()).isNotNull();
    }

    @Test
    void aTaskWithoutRowsCommitsNothingAndEndsWell() {
        writer().finish();
        assertThat(account.snapshot().finished()).isTrue();
    }

    @Test
    void oneFailedRowTakesAllOfThemBack() {
        RowWriter writer = writer();
        Batches.write(writer, ListRecord.values(1L));
        Batches.write(writer, ListRecord.values(2L));
        producer.completeNext();
        producer.errorNext(new TimeoutException("late"));

        DataXException e = catchThrowableOfType(DataXException.class, writer::finish);
        writer.close();

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.NOT_ACKNOWLEDGED);
        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(account.snapshot().acked()).isZero();
        assertThat(account.snapshot().partitions()).isEmpty();
    }

    @Test
    void aRowThatTheBrokerFindsTooLargeFailsTheTaskWithAdvice() {
        RowWriter writer = writer();
        Batches.write(writer, ListRecord.values(1L));
        producer.errorNext(new RecordTooLargeException("big"));

        assertThat(catchThrowableOfType(DataXException.class, writer::finish))
                .hasMessageContaining("all rows or none")
                .hasMessageContaining("deliveryGuarantee atLeastOnce");
        assertThat(account.snapshot().dirty()).isZero();
    }

    /** As KafkaProducer does: its transaction is in error before the callback of the row that put it there is called. */
    @Test
    void theRowThatFailedIsToBlameAndNotTheOneThatIsRefusedAfterIt() throws InterruptedException {
        FailingTransaction failing = new FailingTransaction();
        RowWriter writer = writerTo(failing);
        Batches.write(writer, ListRecord.values(1L));
        Batches.write(writer, ListRecord.values(2L));
        failing.completeNext();
        failing.error = new RecordTooLargeException("big");

        DataXException e =
                catchThrowableOfType(DataXException.class, () -> Batches.write(writer, ListRecord.values(3L)));
        failing.answers.join();

        assertThat(e).hasMessageContaining("row 2 of the task").hasMessageContaining("big");
        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.NOT_ACKNOWLEDGED);
    }

    @Test
    void aRowThatIsRefusedWithNoneBeforeItIsToBlameAndSaysOfWhat() {
        FailingTransaction failing = new FailingTransaction();
        RowWriter writer = writerTo(failing);
        Batches.write(writer, ListRecord.values(1L));
        failing.completeNext();
        failing.error = new TimeoutException("the coordinator is silent");

        assertThat(catchThrowableOfType(DataXException.class, () -> Batches.write(writer, ListRecord.values(2L))))
                .hasMessageContaining("row 2 of the task")
                .hasMessageContaining("in an error state")
                .hasMessageContaining("the coordinator is silent");
    }

    @Test
    void anInterruptWhileTheRowToBlameIsAwaitedIsAnInterrupt() {
        FailingTransaction failing = new FailingTransaction();
        RowWriter writer = writerTo(failing);
        Batches.write(writer, ListRecord.values(1L));
        failing.error = new TimeoutException("the coordinator is silent");
        Thread.currentThread().interrupt();

        DataXException e =
                catchThrowableOfType(DataXException.class, () -> Batches.write(writer, ListRecord.values(2L)));

        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.INTERRUPTED);
        assertThat(e.getCause().getSuppressed()).containsExactly(failing.refusal);
    }

    @Test
    void aTaskThatIsShutOutSaysByWhom() {
        RowWriter writer = writer();
        Batches.write(writer, ListRecord.values(1L));
        producer.errorNext(new ProducerFencedException("a newer epoch"));
        assertThat(catchThrowableOfType(DataXException.class, writer::finish).getErrorCode())
                .isEqualTo(KafkaWriterErrorCode.FENCED);
    }

    @Test
    void lettersAreOutsideTheTransactionAndSafeBeforeItsCommit() {
        RowWriter writer = writer();
        Batches.write(writer, ListRecord.values(1L));
        Batches.write(writer, ListRecord.values("no number"));
        producer.completeNext();
        letterBox.errorNext(new TimeoutException("the letter is lost"));

        assertThat(catchThrowableOfType(DataXException.class, writer::finish))
                .hasMessageContaining("a dirty row was not acknowledged");
        assertThat(producer.transactionCommitted()).isFalse();
        assertThat(letterBox.transactionInitialized()).isFalse();
    }

    @Test
    void framesCountWithTheCommitAsWell() {
        Node node = new Node(0, "b", 1);
        Node[] none = {};
        Cluster cluster = new Cluster(
                "c", List.of(node), List.of(new PartitionInfo("t", 0, node, none, none)), Set.of(), Set.of());
        MockProducer<byte[], byte[]> framing = new MockProducer<>(
                cluster, true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        RowWriter writer = new RowWriter(
                Jobs.settings(
                        Key.DELIVERY_GUARANTEE,
                        "transactional",
                        Key.WRITE_TYPE,
                        "json",
                        Key.COLUMN,
                        List.of("id"),
                        Key.ENCRYPTION_KEY,
                        Jobs.HEX_KEY,
                        Key.ENVELOPE,
                        "v2",
                        Key.FRAME,
                        Map.of("rows", 10)),
                framing,
                account,
                dirty,
                null);
        writer.begin();
        Batches.write(writer, ListRecord.values(1L));
        Batches.write(writer, ListRecord.values(2L));
        writer.finish();
        assertThat(account.snapshot().acked()).isEqualTo(2);
        assertThat(framing.history()).hasSize(1);
    }

    /** Refuses every row once it has an error, and answers the row before only when it has refused one. */
    private static final class FailingTransaction extends MockProducer<byte[], byte[]> {
        volatile @Nullable RuntimeException error;

        @Nullable
        KafkaException refusal;

        final Thread answers = new Thread(this::answer);

        FailingTransaction() {
            super(false, new ByteArraySerializer(), new ByteArraySerializer());
        }

        private void answer() {
            if (error instanceof RecordTooLargeException) {
                errorNext(error);
            }
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> row, Callback callback) {
            if (error == null) {
                return super.send(row, callback);
            }
            answers.start();
            refusal = new KafkaException("Cannot execute transactional method because we are in an error state", error);
            throw refusal;
        }
    }
}
