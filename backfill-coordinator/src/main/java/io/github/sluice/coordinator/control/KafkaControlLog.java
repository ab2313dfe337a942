package io.github.sluice.coordinator.control;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The one partition of a control topic in Kafka. */
final class KafkaControlLog implements ControlLog {
    static final Duration PUBLISH_LIMIT = Duration.ofSeconds(60);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final String topic;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;

    KafkaControlLog(String topic, KafkaClients clients) {
        this.topic = topic;
        this.partition = new TopicPartition(topic, 0);
        this.consumer = clients.reader("sluice-control");
        this.producer = clients.writer("sluice-control");
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @Override
    public long end() {
        try {
            return consumer.endOffsets(List.of(partition), ANSWER_LIMIT).getOrDefault(partition, 0L);
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long position() {
        try {
            return consumer.position(partition, ANSWER_LIMIT);
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long append(byte[] key, byte[] value, String what) {
        try {
            return producer.send(new ProducerRecord<>(topic, key, value))
                    .get(PUBLISH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure(
                    ExitCode.UNKNOWN, "control topic " + topic + ": " + what + " was not acknowledged: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "control topic " + topic + ": interrupted", e);
        }
    }

    @Override
    public List<Entry> poll(Duration patience) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                entries.add(new Entry(record.offset(), record.key(), record.value()));
            }
        } catch (KafkaException e) {
            throw unreadable(e);
        }
        return entries;
    }

    private Failure unreadable(KafkaException e) {
        return new Failure(ExitCode.UNKNOWN, "control topic " + topic + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void rest(String what) {
        Pause.sleep(LOOK_EVERY, "waiting for " + what);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(5));
        producer.close(Duration.ofSeconds(5));
    }
}
