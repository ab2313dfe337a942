package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A stream topic in Kafka. One thread; closed by its opener. */
final class KafkaStreamTopic implements StreamTopic {
    static final String OP = "__op";
    static final Long UPSERT = 0L;
    static final Long DELETE = 1L;
    private static final Duration STALL_LIMIT = Duration.ofSeconds(90);

    private final KafkaClients clients;
    private final Topics topics;
    private final String topic;
    private final KeyRing ring;
    private final RowSchema schema;

    KafkaStreamTopic(KafkaClients clients, String topic, KeyRing ring, RowSchema schema) {
        this.clients = clients;
        this.topics = new Topics(clients);
        this.topic = topic;
        this.ring = ring;
        this.schema = schema;
    }

    @Override
    public Offsets ends() {
        return new Offsets(topics.ends(topic));
    }

    @Override
    public Offsets stableEnds() {
        return new Offsets(topics.committedEnds(topic));
    }

    @Override
    public Tail tail(Offsets from) {
        return new KafkaTail(from);
    }

    @Override
    public void close() {
        topics.close();
    }

    private final class KafkaTail implements Tail {
        private final Consumer<byte[], byte[]> consumer = clients.reader("sluice-compare-stream");
        private final RecordOpener opener = Envelopes.opener(ring);
        private final RowCodec codec = RowCodec.allowingExtraKeys(schema, OP);

        KafkaTail(Offsets from) {
            try {
                consumer.assign(from.byPartition().keySet().stream()
                        .map(partition -> new TopicPartition(topic, partition))
                        .toList());
                from.byPartition()
                        .forEach((partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
            } catch (KafkaException e) {
                close();
                throw lost(e);
            }
        }

        @Override
        public void readTo(Offsets ends, ChangeSink sink) {
            Instant lastMove = Instant.now();
            try {
                long before = -1;
                for (long position = position(ends); position >= 0; position = position(ends)) {
                    if (position != before) {
                        before = position;
                        lastMove = Instant.now();
                    } else if (Instant.now().isAfter(lastMove.plus(STALL_LIMIT))) {
                        throw new Failure(
                                ExitCode.UNKNOWN,
                                "topic " + topic + ": nothing came for " + STALL_LIMIT.toSeconds()
                                        + " s before its end");
                    }
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        give(record, sink);
                    }
                }
            } catch (KafkaException e) {
                throw lost(e);
            }
        }

        /** The sum of all positions, to see whether they move; -1 when they are where they are to be. */
        private long position(Offsets ends) {
            long sum = 0;
            boolean there = true;
            for (Map.Entry<Integer, Long> end : ends.byPartition().entrySet()) {
                long position = consumer.position(new TopicPartition(topic, end.getKey()), Duration.ofSeconds(30));
                sum += position;
                there &= position >= end.getValue();
            }
            return there ? -1 : sum;
        }

        private void give(ConsumerRecord<byte[], byte[]> record, ChangeSink sink) {
            Map<String, @Nullable Object> extras = new HashMap<>();
            try {
                if (record.value() == null) {
                    throw notAChange(record, "it has no value", null);
                }
                @Nullable
                Object[] wire = codec.decode(opener.open(record.value(), record.topic(), record.key()), extras);
                Object op = extras.get(OP);
                if (!UPSERT.equals(op) && !DELETE.equals(op)) {
                    throw notAChange(record, "its " + OP + " is neither upsert nor delete", null);
                }
                sink.change(record.partition(), record.offset(), wire, DELETE.equals(op));
            } catch (UndecryptableException | BadRowException e) {
                throw notAChange(record, e.getMessage(), e);
            }
        }

        private Failure notAChange(
                ConsumerRecord<byte[], byte[]> record, @Nullable String why, @Nullable Exception cause) {
            return new Failure(
                    ExitCode.UNDECRYPTABLE,
                    "topic " + topic + " partition " + record.partition() + " offset " + record.offset()
                            + " is no change of this table: " + why,
                    cause);
        }

        @Override
        public void close() {
            consumer.close(Duration.ofSeconds(5));
        }
    }

    private Failure lost(KafkaException e) {
        return new Failure(ExitCode.UNKNOWN, "topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
}
