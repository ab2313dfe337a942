package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.envelope.EnvelopeHead;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of a topic, each described and opened if it can be, whatever the topic holds. One partition after the
 * other, so that no more than one poll is in memory. One thread.
 */
public final class SealedRecords {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(90);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final String topic;
    private final KeyRing ring;

    /**
     * One record.
     *
     * @param head null if it has none that can be read
     * @param bytes of the value; 0 if there is none
     * @param rows what is sealed; null if it does not open
     * @param fault why it does not open; null if it does
     */
    public record Sealed(
            int partition,
            long offset,
            Instant timestamp,
            @Nullable EnvelopeHead head,
            int bytes,
            @Nullable List<byte[]> rows,
            @Nullable String fault) {}

    public SealedRecords(KafkaClients clients, String topic, KeyRing ring) {
        this.clients = clients;
        this.topic = topic;
        this.ring = ring;
    }

    /**
     * Reads to the end that the topic had when reading began.
     *
     * @param onlyPartition null for all
     * @param from first offset of each partition; what the log no longer has is passed over
     * @param sink answers whether it wants more
     * @throws Failure with {@link ExitCode#USAGE} if there is no such topic or partition, {@link ExitCode#UNKNOWN} if Kafka
     *     stops answering
     */
    public void read(@Nullable Integer onlyPartition, long from, Predicate<Sealed> sink) {
        List<TopicPartition> partitions = partitions(onlyPartition);
        RecordOpener opener = Envelopes.opener(ring);
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-wire")) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, ANSWER_LIMIT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_LIMIT);
            boolean[] more = {true};
            for (TopicPartition partition : partitions) {
                long start = Math.max(from, at(starts, partition));
                long end = at(ends, partition);
                if (more[0] && start < end) {
                    consumer.assign(List.of(partition));
                    consumer.seek(partition, start);
                    BoundedRead.run(consumer, Map.of(partition, end), STALL_LIMIT, record -> {
                        more[0] = sink.test(sealed(record, opener));
                        return more[0];
                    });
                }
            }
        } catch (KafkaException e) {
            throw new Failure(ExitCode.UNKNOWN, "topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private List<TopicPartition> partitions(@Nullable Integer only) {
        int count;
        try (Topics topics = new Topics(clients)) {
            count = topics.shape(topic)
                    .orElseThrow(() -> new Failure(ExitCode.USAGE, "topic " + topic + " does not exist"))
                    .partitions();
        }
        if (only != null && (only < 0 || only >= count)) {
            throw new Failure(
                    ExitCode.USAGE, "topic " + topic + " has partitions 0 to " + (count - 1) + ", found " + only);
        }
        return IntStream.range(0, count)
                .filter(partition -> only == null || partition == only)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private static Sealed sealed(ConsumerRecord<byte[], byte[]> record, RecordOpener opener) {
        byte[] value = record.value();
        if (value == null) {
            return sealed(record, null, null, "it has no value");
        }
        EnvelopeHead head = null;
        try {
            head = EnvelopeHead.read(value);
            return sealed(record, head, opener.openAll(value, record.topic(), record.key()), null);
        } catch (UndecryptableException e) {
            return sealed(record, head, null, String.valueOf(e.getMessage()));
        }
    }

    private static Sealed sealed(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable EnvelopeHead head,
            @Nullable List<byte[]> rows,
            @Nullable String fault) {
        return new Sealed(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                head,
                record.value() == null ? 0 : record.value().length,
                rows,
                fault);
    }
}
