package io.github.sluice.streamer.publish;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic of one source's position and schema history. Thread-safe; holds nothing open.
 *
 * <p>The position stands under {@link PositionRecords#key}. The schema history is cut into entries, so that no record
 * grows with the number of tables: Kafka key {@code ["streamer","source","schema","NAME"]}, where NAME stands for the
 * entry's id and does not tell it (32 hexadecimal digits: the first 16 bytes of HMAC-SHA256 over the id in UTF-8, under a
 * sub-key of the data key); value a {@link ControlRecord} of run {@code positions/STREAMER}, table SOURCE, step
 * {@code schema/NAME}, body the JSON list {@code ["id","entry"]}; a null value removes the entry. All this because ids
 * hold the names of physical tables and entries the names of columns, which are nobody's business on a public broker.
 */
public final class PositionsTopic {
    private static final Logger LOG = LoggerFactory.getLogger(PositionsTopic.class);
    private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration READ_LIMIT = Duration.ofSeconds(150);
    private static final String SCHEMA = "schema";
    private static final String MAC = "HmacSHA256";
    private static final int NAME_BYTES = 16;

    private final String topic;
    private final String streamer;
    private final String source;
    private final KafkaClients clients;
    private final int replicationFactor;
    private final PositionRecords positions;
    private final ControlSealer sealer;
    private final SecretKeySpec nameKey;
    private final String keyId;

    public PositionsTopic(
            String topic, String streamer, String source, KafkaClients clients, int replicationFactor, DataKey key) {
        this.topic = topic;
        this.streamer = streamer;
        this.source = source;
        this.clients = clients;
        this.replicationFactor = replicationFactor;
        this.positions = new PositionRecords(key);
        this.sealer = new ControlSealer(key);
        this.nameKey = new SecretKeySpec(key.derive("sluice schema entry name 1"), MAC);
        this.keyId = key.id();
    }

    /**
     * Creates the topic if it is missing.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if it is there and is not a compacted one of one partition
     */
    void ensure(StreamTopics topics) {
        TopicShape shape = topics.shapes(List.of(topic)).get(topic);
        if (shape == null) {
            topics.create(new NewTopic(topic, 1, (short) replicationFactor)
                    .configs(Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_COMPACT,
                            // a position a second: small segments and an early cleaner keep a restart's reading short
                            TopicConfig.SEGMENT_BYTES_CONFIG,
                            Integer.toString(16 * 1024 * 1024),
                            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                            "0.1")));
            LOG.info("positions topic {} created", topic);
            shape = awaitShape(topics);
        }
        if (shape.partitions() != 1 || !shape.cleanupPolicy().equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "positions topic " + topic + " has " + shape.partitions() + " partitions and cleanup.policy "
                            + shape.cleanupPolicy() + "; it needs 1 and compact, or positions could be lost");
        }
    }

    /** A topic that was created a moment ago is not known to every broker at once. */
    private TopicShape awaitShape(StreamTopics topics) {
        long limit = System.nanoTime() + CREATE_LIMIT.toNanos();
        while (true) {
            TopicShape shape = topics.shapes(List.of(topic)).get(topic);
            if (shape != null) {
                return shape;
            }
            if (System.nanoTime() > limit) {
                throw new PublishFailedException(
                        "positions topic " + topic + " was created and is not there after " + CREATE_LIMIT.toSeconds()
                                + " s",
                        null);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new PublishFailedException("interrupted while waiting for positions topic " + topic, null);
            }
        }
    }

    /**
     * Reads what is committed. To be called once the producer is registered: then nothing of ours can still be open.
     *
     * <p>Reading goes on to the end of everything written, not only of what is committed: an open transaction of
     * another source hides our newest position behind it until it ends.
     *
     * @throws Failure with {@link ExitCode#UNDECRYPTABLE} if there is a position of ours and none opens with our key
     */
    Stored read(StreamTopics topics) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = topics.end(partition);
        Reading reading = new Reading();
        long limit = System.nanoTime() + READ_LIMIT.toNanos();
        try (Consumer<byte[], byte[]> consumer = clients.reader(source)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition, Duration.ofSeconds(30)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    reading.take(record);
                }
                if (System.nanoTime() - limit > 0) {
                    throw new PublishFailedException(
                            "positions topic " + topic + " cannot be read to its end, offset " + end
                                    + ": does a transaction of another streamer stay open?",
                            null);
                }
            }
        } catch (KafkaException e) {
            throw new PublishFailedException(
                    "positions topic " + topic + " cannot be read: " + KafkaFailures.describe(e), e);
        }
        if (reading.position == null && reading.ignored > 0) {
            throw new Failure(
                    ExitCode.UNDECRYPTABLE,
                    "positions topic " + topic + " holds positions of " + streamer + "/" + source
                            + ", and none opens with key " + keyId + ": " + reading.why
                            + "; give the key they were written with");
        }
        return new Stored(reading.position, reading.schema(), reading.ignored);
    }

    private final class Reading {
        @Nullable
        StreamPosition position;

        /** Each entry's id and text, by the name that stands for the id. */
        private final Map<String, Map.Entry<String, String>> entries = new HashMap<>();

        int ignored;
        String why = "";

        void take(ConsumerRecord<byte[], byte[]> record) {
            try {
                if (PositionRecords.isKey(record.key(), streamer, source)) {
                    if (record.value() != null) {
                        position = positions.open(streamer, source, record.value());
                    }
                    return;
                }
                String name = schemaName(record.key());
                if (name != null && record.value() == null) {
                    entries.remove(name);
                } else if (name != null) {
                    entries.put(
                            name,
                            entry(sealer.open(record.value(), run(), source, step(name))
                                    .body()));
                }
            } catch (UndecryptableException | IllegalArgumentException e) {
                ignored++;
                why = String.valueOf(e.getMessage());
                LOG.warn("positions topic {} offset {} ignored: {}", topic, record.offset(), e.getMessage());
            }
        }

        Map<String, String> schema() {
            Map<String, String> schema = new HashMap<>();
            entries.values().forEach(entry -> schema.put(entry.getKey(), entry.getValue()));
            return schema;
        }
    }

    private static Map.Entry<String, String> entry(String body) {
        if (Json.parse(body) instanceof List<?> parts
                && parts.size() == 2
                && parts.get(0) instanceof String id
                && parts.get(1) instanceof String text) {
            return Map.entry(id, text);
        }
        throw new IllegalArgumentException("a schema entry is the list of its id and its text");
    }

    private @Nullable String schemaName(byte @Nullable [] key) {
        try {
            return key != null
                            && Json.parse(new String(key, StandardCharsets.UTF_8)) instanceof List<?> parts
                            && parts.size() == 4
                            && parts.subList(0, 3).equals(List.of(streamer, source, SCHEMA))
                            && parts.get(3) instanceof String name
                    ? name
                    : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    /** The record of a position. */
    ProducerRecord<byte[], byte[]> record(StreamPosition position) {
        return new ProducerRecord<>(
                topic, 0, PositionRecords.key(streamer, source), positions.seal(streamer, source, position));
    }

    /**
     * The record of a schema entry.
     *
     * @param body null to remove the entry
     */
    ProducerRecord<byte[], byte[]> schemaRecord(String id, @Nullable String body) {
        String name = name(id);
        byte[] key = Json.write(List.of(streamer, source, SCHEMA, name)).getBytes(StandardCharsets.UTF_8);
        byte[] value = body == null
                ? null
                : sealer.seal(new ControlRecord(run(), source, step(name), Json.write(List.of(id, body))));
        return new ProducerRecord<>(topic, 0, key, value);
    }

    private String name(String id) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(nameKey);
            return HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    private String run() {
        return "positions/" + streamer;
    }

    private static String step(String name) {
        return SCHEMA + "/" + name;
    }

    /** The topic's name. */
    public String topic() {
        return topic;
    }
}
