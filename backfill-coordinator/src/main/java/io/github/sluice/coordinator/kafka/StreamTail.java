package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stream topic at one moment. Times are those of the records, which is when they were sent. Immutable.
 *
 * @param newest when the newest record was sent; null for a topic without any
 * @param behind offsets that the group has not committed, where committed records lie between; null for a group that has
 *     committed nothing at all
 * @param waitingSince when the oldest of those records was sent; null if there is none, or {@code behind} is null
 */
public record StreamTail(
        String topic,
        @Nullable Instant newest,
        @Nullable Long behind,
        @Nullable Instant waitingSince) {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);

    /**
     * Looks at the topic (Kafka 3.0 or later).
     *
     * @param group whose offsets count
     * @throws Failure if there is no such topic, or Kafka gave no answer
     */
    public static StreamTail read(KafkaClients clients, String topic, String group) {
        try (Topics topics = new Topics(clients)) {
            Map<Integer, Topics.Range> ranges = topics.ranges(topic);
            Instant newest = newest(clients, topic, ranges);
            Map<Integer, Long> committed = topics.committed(group, topic);
            if (committed.isEmpty()) {
                return new StreamTail(topic, newest, null, null);
            }
            long behind = 0;
            Instant waitingSince = null;
            for (Map.Entry<Integer, Long> end : topics.committedEnds(topic).entrySet()) {
                Topics.Range range = ranges.get(end.getKey());
                long next = committed.getOrDefault(end.getKey(), range == null ? 0 : range.start());
                Instant first =
                        next < end.getValue() ? first(clients, topic, end.getKey(), next, end.getValue()) : null;
                if (first != null) {
                    behind += end.getValue() - next;
                    waitingSince = waitingSince == null || first.isBefore(waitingSince) ? first : waitingSince;
                }
            }
            return new StreamTail(topic, newest, behind, waitingSince);
        }
    }

    private static @Nullable Instant newest(KafkaClients clients, String topic, Map<Integer, Topics.Range> ranges) {
        Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
        ranges.keySet()
                .forEach(partition -> wanted.put(new TopicPartition(topic, partition), OffsetSpec.maxTimestamp()));
        long newest = -1;
        try (Admin admin = clients.admin()) {
            for (var offset : KafkaClients.getOrUnknown(
                            "newest record of topic " + topic,
                            admin.listOffsets(wanted).all())
                    .values()) {
                newest = Math.max(newest, offset.timestamp());
            }
        }
        return newest < 0 ? null : Instant.ofEpochMilli(newest);
    }

    /** When the first committed record from there on was sent; null if only markers and aborted records are there. */
    private static @Nullable Instant first(KafkaClients clients, String topic, int partition, long from, long end) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-freshness")) {
            consumer.assign(List.of(place));
            consumer.seek(place, from);
            Instant limit = Instant.now().plus(LOOK_LIMIT);
            while (consumer.position(place, Duration.ofSeconds(30)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    return record.offset() < end ? Instant.ofEpochMilli(record.timestamp()) : null;
                }
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            "topic " + topic + " partition " + partition + ": no record at offset " + from + " within "
                                    + LOOK_LIMIT.toSeconds() + " s");
                }
            }
            return null;
        } catch (KafkaException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    "topic " + topic + " partition " + partition + " cannot be read from offset " + from + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
