package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.envelope.EnvelopeHead;
import io.github.sluice.wire.envelope.UndecryptableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds one record and says of it what may be said to anybody: where it stands, how long it is, how it is sealed. */
public final class RecordFinder {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final KafkaClients clients;

    public RecordFinder(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * A record without its key and value.
     *
     * @param keyBytes length of the key; null if it has none
     * @param valueBytes length of the value; null if it has none
     * @param head how the value is sealed; null if it begins as no envelope does
     */
    public record Found(
            String topic,
            int partition,
            long offset,
            Instant timestamp,
            @Nullable Integer keyBytes,
            @Nullable Integer valueBytes,
            @Nullable EnvelopeHead head) {}

    /**
     * The first committed record at or behind an offset.
     *
     * @param end the next offset that is of no interest
     * @return empty if there are only transaction markers and aborted records before the end
     * @throws Failure with {@link ExitCode#UNKNOWN} if the topic cannot be read there
     */
    public Optional<Found> first(TopicPartition place, long from, long end) {
        AtomicReference<@Nullable Found> found = new AtomicReference<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-finder")) {
            consumer.assign(List.of(place));
            consumer.seek(place, from);
            BoundedRead.run(consumer, Map.of(place, end), STALL_LIMIT, record -> {
                found.set(describe(record));
                return false;
            });
        } catch (KafkaException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    "topic " + place.topic() + " partition " + place.partition() + " cannot be read at offset " + from
                            + ": " + e.getMessage(),
                    e);
        }
        return Optional.ofNullable(found.get());
    }

    private static Found describe(ConsumerRecord<byte[], byte[]> record) {
        return new Found(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? null : record.key().length,
                record.value() == null ? null : record.value().length,
                head(record.value()));
    }

    private static @Nullable EnvelopeHead head(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            return EnvelopeHead.read(value);
        } catch (UndecryptableException notSealed) {
            return null;
        }
    }
}
