package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest position of one source of one streamer. A record that does not open with our key is passed over and
 * counted: a forged position would let a snapshot start too early. One thread; closed by its opener.
 */
public final class PositionTopic implements StreamerWords {
    private static final Logger LOG = LoggerFactory.getLogger(PositionTopic.class);
    /** A transaction that its streamer left open is aborted by the broker after a minute or so. */
    private static final Duration READ_LIMIT = Duration.ofMinutes(3);

    private final String topic;
    private final String streamer;
    private final String source;
    private final PositionRecords records;
    private final Topics topics;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private @Nullable Heard newest;
    private long unopened;

    /** A position and where it stands; a later record of a living streamer stands further on. */
    public record Heard(StreamPosition position, long offset) {}

    public PositionTopic(KafkaClients clients, String topic, DataKey key, String streamer, String source) {
        this.topic = topic;
        this.streamer = streamer;
        this.source = source;
        this.records = new PositionRecords(key);
        this.topics = new Topics(clients);
        this.consumer = clients.reader("sluice-positions");
        this.partition = new TopicPartition(topic, 0);
    }

    /**
     * The newest position of all that were written when the call began, also of those whose transaction was still being
     * committed then: rows can be readable a moment before the position that covers them.
     *
     * @return empty while this streamer has written none
     */
    @Override
    public Optional<Heard> read() {
        if (topics.shape(topic).isEmpty()) {
            return Optional.empty();
        }
        long end = topics.ranges(topic).getOrDefault(0, new Topics.Range(0, 0)).end();
        try {
            if (consumer.assignment().isEmpty()) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
            }
            Instant limit = Instant.now().plus(READ_LIMIT);
            while (consumer.position(partition, Duration.ofSeconds(30)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    hear(record);
                }
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            "position topic " + topic + ": a transaction has been open for " + READ_LIMIT.toSeconds()
                                    + " s; run again");
                }
            }
        } catch (KafkaException e) {
            throw new Failure(ExitCode.UNKNOWN, "position topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
        return Optional.ofNullable(newest);
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || !PositionRecords.isKey(record.key(), streamer, source)) {
            return;
        }
        try {
            newest = new Heard(records.open(streamer, source, record.value()), record.offset());
        } catch (UndecryptableException | IllegalArgumentException e) {
            unopened++;
            LOG.warn("position topic {} offset {} ignored: {}", topic, record.offset(), e.getMessage());
        }
    }

    /** For a message: how many records of this source did not open; empty if all did. */
    @Override
    public String unopenedText() {
        return unopened == 0
                ? ""
                : "; " + unopened + " records of topic " + topic + " do not open: has the streamer another key?";
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(5));
        topics.close();
    }
}
