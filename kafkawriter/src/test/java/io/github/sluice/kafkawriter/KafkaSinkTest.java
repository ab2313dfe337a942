package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
    private int acknowledged;
    private int tooLarge;
    private final KafkaSink sink = sink(producer);

    private KafkaSink sink(MockProducer<byte[], byte[]> target) {
        KafkaSink.Deliveries deliveries = new KafkaSink.Deliveries() {
            @Override
            public void acknowledged(RecordMetadata metadata, int rows, int valueBytes) {
                acknowledged += rows;
            }

            @Override
            public void tooLarge(long row, int valueBytes, RecordTooLargeException cause) {
                tooLarge++;
            }
        };
        return new KafkaSink(target, new TopicRecords("t", List.of(), null), deliveries, Duration.ofSeconds(1), null);
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private void send(long row) {
        sink.send(row, null, new byte[] {1});
    }

    @Test
    @DisplayName("inventory #167: a failed delivery ends the task at its next row, naming the row")
    void aFailedDeliveryIsThrownByTheNextSend() {
        send(1);
        send(2);
        producer.completeNext();
        producer.errorNext(new TimeoutException("Expiring 1 record(s)"));

        DataXException e = catchThrowableOfType(DataXException.class, () -> send(3));

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.NOT_ACKNOWLEDGED);
        assertThat(e)
                .hasMessageContaining("topic t: row 2 of the task was not acknowledged")
                .hasMessageContaining("Expiring")
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(e.getMessage()).as("no stack trace in the message").doesNotContain("\tat ");
        assertThat(acknowledged).isEqualTo(1);
    }

    @Test
    @DisplayName("inventory #167: a failed delivery of the last row is thrown by finish")
    void aFailedDeliveryIsThrownByFinish() {
        send(1);
        producer.errorNext(new TimeoutException("late"));
        assertThat(catchThrowableOfType(DataXException.class, sink::finish)).hasMessageContaining("row 1");
    }

    @Test
    void theFirstFailureIsTheOneReported() {
        send(1);
        send(2);
        producer.errorNext(new TimeoutException("first"));
        producer.errorNext(new TimeoutException("second"));
        assertThat(catchThrowableOfType(DataXException.class, sink::finish)).hasMessageContaining("first");
    }

    @Test
    void refusedCredentialsHaveTheirOwnCode() {
        send(1);
        producer.errorNext(new TopicAuthorizationException("no"));
        assertThat(catchThrowableOfType(DataXException.class, sink::finish).getErrorCode())
                .isEqualTo(KafkaWriterErrorCode.NOT_AUTHORISED);
        assertThat(KafkaFailures.failure(
                                KafkaWriterErrorCode.NOT_ACKNOWLEDGED, "x", new SaslAuthenticationException("no"))
                        .getErrorCode())
                .isEqualTo(KafkaWriterErrorCode.NOT_AUTHORISED);
    }

    @Test
    void rowsThatAreTooLargeDoNotEndTheTask() {
        send(1);
        send(2);
        producer.errorNext(new RecordTooLargeException("big"));
        producer.completeNext();
        sink.finish();
        assertThat(acknowledged).isEqualTo(1);
        assertThat(tooLarge).isEqualTo(1);
    }

    @Test
    void anInterruptWhileSendingFailsAndKeepsTheFlag() {
        MockProducer<byte[], byte[]> interrupted =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized java.util.concurrent.Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        throw new InterruptException(new InterruptedException());
                    }
                };
        Thread.interrupted();
        DataXException e = catchThrowableOfType(
                DataXException.class, () -> sink(interrupted).send(1, null, new byte[1]));

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptWhileFinishingFailsAndKeepsTheFlag() {
        MockProducer<byte[], byte[]> interrupted =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void close(Duration timeout) {
                        throw new InterruptException(new InterruptedException());
                    }
                };
        KafkaSink open = sink(interrupted);
        open.send(1, null, new byte[1]);
        DataXException e = catchThrowableOfType(DataXException.class, open::finish);

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closingAnInterruptedTaskKeepsTheFlagAndHidesNothing() {
        MockProducer<byte[], byte[]> interrupted =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void close(Duration timeout) {
                        throw new InterruptException(new InterruptedException());
                    }
                };
        sink(interrupted).close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void closeAfterFinishDoesNothing() {
        send(1);
        producer.completeNext();
        sink.finish();
        sink.close();
        sink.close();
        assertThat(producer.closed()).isTrue();
    }
}
