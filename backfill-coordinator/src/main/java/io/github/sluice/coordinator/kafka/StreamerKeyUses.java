package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much streamers have used of which key, as their newest positions say: every streamer and source of one positions topic
 * that has this root, because they all seal with the keys of one ring.
 */
public final class StreamerKeyUses {
    private static final Logger LOG = LoggerFactory.getLogger(StreamerKeyUses.class);
    /** A transaction that its streamer left open is aborted by the broker after a minute or so. */
    private static final Duration STALL_LIMIT = Duration.ofMinutes(3);

    private StreamerKeyUses() {}

    /**
     * Reads the topic to its end, positions that are still being committed included.
     *
     * @return by key id; empty while there is no such topic or no position in it
     * @throws Failure with {@link ExitCode#UNKNOWN} if it cannot be read
     */
    public static Map<String, KeyUse> read(KafkaClients clients, String topic, DataKey root) {
        Optional<Long> end;
        try (Topics topics = new Topics(clients)) {
            end = topics.shape(topic).isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(topics.ends(topic).get(0));
        }
        if (end.isEmpty()) {
            return Map.of();
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        PositionRecords positions = new PositionRecords(root);
        Map<List<String>, Map<String, KeyUse>> byOwner = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-key-uses")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            BoundedRead.run(consumer, Map.of(partition, end.get()), STALL_LIMIT, record -> {
                hear(positions, record, byOwner);
                return true;
            });
        } catch (KafkaException e) {
            throw new Failure(ExitCode.UNKNOWN, "position topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, KeyUse> sum = Map.of();
        for (Map<String, KeyUse> uses : byOwner.values()) {
            sum = KeyUse.sum(sum, uses);
        }
        return sum;
    }

    private static KeyUse larger(KeyUse one, KeyUse other) {
        return new KeyUse(Math.max(one.records(), other.records()), Math.max(one.starts(), other.starts()));
    }

    private static void hear(
            PositionRecords positions,
            ConsumerRecord<byte[], byte[]> record,
            Map<List<String>, Map<String, KeyUse>> byOwner) {
        List<String> owner = PositionRecords.owner(record.key());
        if (owner == null || record.value() == null) {
            return;
        }
        try {
            StreamPosition position = positions.open(owner.get(0), owner.get(1), record.value());
            // an old position that somebody put there again opens: the largest number counts, not the last one
            position.keyUses().forEach((id, use) -> byOwner.computeIfAbsent(owner, any -> new HashMap<>())
                    .merge(id, use, StreamerKeyUses::larger));
        } catch (UndecryptableException | IllegalArgumentException e) {
            LOG.warn("position topic {} offset {} ignored: {}", record.topic(), record.offset(), e.getMessage());
        }
    }
}
