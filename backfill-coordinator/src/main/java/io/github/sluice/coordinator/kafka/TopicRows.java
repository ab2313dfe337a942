package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The rows of a batch topic: every record from the start of the log to its end, opened and decoded. Rows are counted by
 * reading them; subtracting offsets is not accepted, because transaction markers take offsets too.
 *
 * <p>One thread at a time; each {@link #read} opens a consumer of its own.
 */
public final class TopicRows implements RowReader {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(90);

    private final KafkaClients clients;
    private final String topic;
    private final KeyRing ring;
    private final RowSchema schema;

    public TopicRows(KafkaClients clients, String topic, KeyRing ring, RowSchema schema) {
        this.clients = clients;
        this.topic = topic;
        this.ring = ring;
        this.schema = schema;
    }

    @Override
    public String place() {
        return "topic " + topic;
    }

    /**
     * Reads to the end that the log had when reading began.
     *
     * @throws Failure with {@link ExitCode#UNDECRYPTABLE} at the first record that is no row, {@link ExitCode#UNKNOWN}
     *     when Kafka stops answering
     */
    @Override
    public void read(RowSink sink) {
        RecordOpener opener = Envelopes.opener(ring);
        RowCodec codec = new RowCodec(schema);
        try (Consumer<byte[], byte[]> consumer = clients.reader("sluice-verify")) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new Failure(ExitCode.ACKED_NOT_IN_TOPIC, "topic " + topic + " does not exist");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, Duration.ofSeconds(30));
            BoundedRead.run(consumer, ends, STALL_LIMIT, record -> {
                give(record, opener, codec, sink);
                return true;
            });
        } catch (KafkaException e) {
            throw new Failure(ExitCode.UNKNOWN, "topic " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A frame gives each of its rows. */
    private static void give(ConsumerRecord<byte[], byte[]> record, RecordOpener opener, RowCodec codec, RowSink sink) {
        try {
            if (record.value() == null) {
                throw notARow(record, "it has no value", null);
            }
            for (byte[] row : opener.openAll(record.value(), record.topic(), record.key())) {
                sink.row(codec.decode(row));
            }
        } catch (UndecryptableException e) {
            throw notARow(record, e.getMessage(), e);
        } catch (BadRowException e) {
            throw notARow(record, "decrypted, but not a row of this table: " + e.getMessage(), e);
        }
    }

    private static Failure notARow(
            ConsumerRecord<byte[], byte[]> record,
            @org.jspecify.annotations.Nullable String reason,
            @org.jspecify.annotations.Nullable Exception cause) {
        return new Failure(
                ExitCode.UNDECRYPTABLE,
                "topic " + record.topic() + " partition " + record.partition() + " offset " + record.offset() + ": "
                        + reason,
                cause);
    }
}
