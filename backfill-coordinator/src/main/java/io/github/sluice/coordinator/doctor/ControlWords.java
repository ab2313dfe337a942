package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.doctor.MachineFacts.Heard;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Counts which records of a run on the control topic open with a key. Reads only, and makes no topic. */
final class ControlWords {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ControlWords() {}

    /**
     * @param topic is there, with one partition
     * @throws IllegalStateException if it can't be read to its end within the limit
     */
    static Heard read(KafkaClients clients, String topic, String run, DataKey root) {
        ControlSealer sealer = new ControlSealer(root);
        TopicPartition partition = new TopicPartition(topic, 0);
        long opened = 0;
        long unopened = 0;
        boolean newestOpens = true;
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-doctor")) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
            consumer.seekToBeginning(List.of(partition));
            Instant limit = Instant.now().plus(LIMIT);
            while (consumer.position(partition, LIMIT) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    List<?> where = where(record);
                    if (where.size() != 3 || !run.equals(where.get(0)) || record.value() == null) {
                        continue;
                    }
                    newestOpens =
                            opens(sealer, record, run, String.valueOf(where.get(1)), String.valueOf(where.get(2)));
                    opened += newestOpens ? 1 : 0;
                    unopened += newestOpens ? 0 : 1;
                }
                if (Instant.now().isAfter(limit)) {
                    throw new IllegalStateException(topic + ": not read to its end within " + LIMIT.toSeconds() + " s");
                }
            }
        }
        return new Heard(opened, unopened, newestOpens);
    }

    private static boolean opens(
            ControlSealer sealer, ConsumerRecord<byte[], byte[]> record, String run, String table, String step) {
        try {
            sealer.open(record.value(), run, table, step);
            return true;
        } catch (UndecryptableException e) {
            return false; // that is the answer
        }
    }

    private static List<?> where(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        try {
            return key != null && Json.parse(new String(key, StandardCharsets.UTF_8)) instanceof List<?> list
                    ? list
                    : List.of();
        } catch (IllegalArgumentException notOurs) {
            return List.of();
        }
    }
}
