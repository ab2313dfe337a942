package io.github.sluice.kafkawriter;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes the records of one topic: the same headers on each, a partition where the job chooses one. One thread. */
final class TopicRecords {
    private final String topic;
    private final List<Header> headers;
    private final @Nullable IntUnaryOperator chooser;
    private int partitions;

    TopicRecords(String topic, List<Header> headers, @Nullable IntUnaryOperator chooser) {
        this.topic = topic;
        this.headers = headers;
        this.chooser = chooser;
    }

    String topic() {
        return topic;
    }

    /**
     * @param producer asked once for the number of partitions, where one is to be chosen
     * @throws org.apache.kafka.common.KafkaException if it has no answer
     */
    ProducerRecord<byte[], byte[]> record(
            Producer<byte[], byte[]> producer, byte @Nullable [] key, byte @Nullable [] value) {
        Integer partition = null;
        if (chooser != null) {
            if (partitions == 0) {
                partitions = producer.partitionsFor(topic).size();
            }
            partition = chooser.applyAsInt(partitions);
        }
        return new ProducerRecord<>(topic, partition, key, value, headers);
    }

    /** A record without a key, in the partition that the caller has chosen for what it holds. */
    ProducerRecord<byte[], byte[]> inPartition(int partition, byte[] value) {
        return new ProducerRecord<byte[], byte[]>(topic, partition, null, value, headers);
    }
}
