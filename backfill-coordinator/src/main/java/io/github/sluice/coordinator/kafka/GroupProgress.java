package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group has come with a topic that is written in transactions. Transaction markers and aborted
 * records take offsets that no consumer ever commits, so a committed offset below an end may cover it all the same:
 * only reading tells. One thread.
 */
public final class GroupProgress implements GroupLag {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final TopicsAndGroups topics;
    private final String group;
    private final String topic;

    /** @param topics stays the caller's */
    public GroupProgress(KafkaClients clients, TopicsAndGroups topics, String group, String topic) {
        this.clients = clients;
        this.topics = topics;
        this.group = group;
        this.topic = topic;
    }

    /**
     * Offsets between what is committed and {@code ends}, by partition; an upper bound of the records that are missing.
     * Partitions that are level are left out.
     *
     * @param starts where the group began, for partitions of which nothing is committed yet
     */
    @Override
    public Map<Integer, Long> distance(Map<Integer, Long> starts, Map<Integer, Long> ends) {
        Map<Integer, Long> committed = topics.committed(group, topic);
        Map<Integer, Long> left = new LinkedHashMap<>();
        ends.forEach((partition, end) -> {
            long next = committed.getOrDefault(partition, starts.getOrDefault(partition, 0L));
            if (next < end) {
                left.put(partition, end - next);
            }
        });
        return left;
    }

    /**
     * Whether every record below {@code ends} is committed by the group: the committed offset has reached the end, or
     * nothing but markers and aborted records lies between.
     */
    @Override
    public boolean covers(Map<Integer, Long> starts, Map<Integer, Long> ends) {
        for (Map.Entry<Integer, Long> left : distance(starts, ends).entrySet()) {
            long end = ends.getOrDefault(left.getKey(), 0L);
            if (!emptyBetween(left.getKey(), end - left.getValue(), end)) {
                return false;
            }
        }
        return true;
    }

    private boolean emptyBetween(int partition, long from, long end) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-progress")) {
            consumer.assign(List.of(place));
            consumer.seek(place, from);
            Instant limit = Instant.now().plus(LOOK_LIMIT);
            while (consumer.position(place, Duration.ofSeconds(30)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.offset() < end) {
                        return false;
                    }
                }
                if (Instant.now().isAfter(limit)) {
                    // a transaction is still open; its records count as soon as it ends
                    return false;
                }
            }
            return true;
        } catch (KafkaException e) {
            throw new Failure(ExitCode.UNKNOWN, "topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }
}
