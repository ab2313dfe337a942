package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions to ends that are fixed beforehand, whatever is written meanwhile. Holds no more than one poll. */
final class BoundedRead {
    private static final Duration POSITION_LIMIT = Duration.ofSeconds(30);

    private BoundedRead() {}

    /**
     * Gives every record from where the consumer stands up to the ends. The caller's thread.
     *
     * @param consumer assigned to these partitions and no other
     * @param ends the next offset that is not wanted, by partition
     * @param stallLimit how long no record may come before the ends are reached
     * @param sink answers whether it wants more
     * @throws Failure with {@link ExitCode#UNKNOWN} if nothing comes any more
     */
    static void run(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Duration stallLimit,
            Predicate<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        open.entrySet().removeIf(end -> isReached(consumer, end));
        Instant lastProgress = Instant.now();
        while (!open.isEmpty()) {
            var records = consumer.poll(Duration.ofMillis(500));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = open.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end && !sink.test(record)) {
                    return;
                }
            }
            boolean moved = !records.isEmpty();
            // the position passes transaction markers, which are no records
            moved |= open.entrySet().removeIf(end -> isReached(consumer, end));
            if (moved) {
                lastProgress = Instant.now();
            } else if (Instant.now().isAfter(lastProgress.plus(stallLimit))) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        "no record for " + stallLimit.toSeconds() + " s before the end of " + open.keySet()
                                + "; does a transaction stay open?");
            }
        }
    }

    private static boolean isReached(Consumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
        return consumer.position(end.getKey(), POSITION_LIMIT) >= end.getValue();
    }
}
