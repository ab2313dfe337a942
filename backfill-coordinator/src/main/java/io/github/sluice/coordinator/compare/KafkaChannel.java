package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The exchange topic of one table: one partition, made by whoever comes first. One thread; closed by its opener. */
final class KafkaChannel implements Channel {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Whatever a killed comparison leaves is gone after a day. */
    private static final Map<String, String> CONFIG = Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            Long.toString(Duration.ofDays(1).toMillis()));

    private final String topic;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final long endAtOpening;

    private KafkaChannel(KafkaClients clients, String topic, boolean fromBeginning) {
        this.topic = topic;
        this.partition = new TopicPartition(topic, 0);
        this.consumer = clients.reader("sluice-compare");
        this.producer = clients.writer("sluice-compare");
        try {
            consumer.assign(List.of(partition));
            endAtOpening = consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
            if (fromBeginning) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, endAtOpening);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens the topic, and makes it if it is not there.
     *
     * @param fromBeginning whether what stands in it is read, or only what comes
     */
    static KafkaChannel open(KafkaClients clients, String topic, boolean fromBeginning) {
        try (Topics topics = new Topics(clients)) {
            if (topics.shape(topic).isEmpty()) {
                topics.create(topic, new Shape(1, clients.settings().replicationFactor(), CONFIG));
            }
        }
        try {
            return new KafkaChannel(clients, topic, fromBeginning);
        } catch (KafkaException e) {
            throw lost(topic, e);
        }
    }

    /** Deletes the topic; one that is gone already is fine. */
    static void delete(KafkaClients clients, String topic) {
        try (Topics topics = new Topics(clients)) {
            topics.delete(topic);
        }
    }

    @Override
    public void send(byte[] key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw lost(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "topic " + topic + ": interrupted", e);
        }
    }

    @Override
    public List<Record> poll(Duration patience) {
        List<Record> records = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                if (record.key() != null && record.value() != null) {
                    records.add(new Record(record.key(), record.value()));
                }
            }
        } catch (KafkaException e) {
            throw lost(topic, e);
        }
        return records;
    }

    /** Whether everything that stood in the topic at opening has been given. */
    boolean replayed() {
        try {
            return consumer.position(partition, LIMIT) >= endAtOpening;
        } catch (KafkaException e) {
            throw lost(topic, e);
        }
    }

    private static Failure lost(String topic, Exception e) {
        return new Failure(ExitCode.UNKNOWN, "exchange topic " + topic + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(5));
        producer.close(Duration.ofSeconds(5));
    }
}
