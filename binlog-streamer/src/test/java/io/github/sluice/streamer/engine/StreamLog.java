package io.github.sluice.streamer.engine;

import io.github.sluice.wire.envelope.EnvelopeHead;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What a sink would see: committed records only, opened, in the order of their partitions. One thread. */
final class StreamLog implements AutoCloseable {
    private final String bootstrapServers;
    private final String positionsTopic;
    private final String name;
    private final PositionRecords positions = new PositionRecords(StreamRig.KEY);
    private final RecordOpener opener;
    private @Nullable Consumer<byte[], byte[]> positionReader;
    private @Nullable StreamPosition newest;

    /** One record: the row with {@code __op} among its values. */
    record Change(int partition, long offset, String key, Map<String, Object> row) {
        boolean isDelete() {
            return row.get("__op").equals(1L);
        }
    }

    /** @param ring with {@link StreamRig#KEY} as its root */
    StreamLog(String bootstrapServers, String positionsTopic, String name, KeyRing ring) {
        this.opener = Envelopes.opener(ring);
        this.bootstrapServers = bootstrapServers;
        this.positionsTopic = positionsTopic;
        this.name = name;
    }

    void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, Map.of());
    }

    void createTopic(String topic, int partitions, Map<String, String> config) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("creating " + topic, e);
        }
    }

    private Consumer<byte[], byte[]> reader() {
        return reader("read_committed");
    }

    private Consumer<byte[], byte[]> reader(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", isolation,
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The newest position that is committed by now; null while there is none. */
    @Nullable
    StreamPosition position() {
        TopicPartition partition = new TopicPartition(positionsTopic, 0);
        Consumer<byte[], byte[]> reader = positionReader;
        if (reader == null) {
            reader = reader();
            reader.assign(List.of(partition));
            positionReader = reader;
        }
        if (reader.partitionsFor(positionsTopic).isEmpty()) {
            return newest;
        }
        long end = reader.endOffsets(List.of(partition)).get(partition);
        while (reader.position(partition) < end) {
            reader.poll(Duration.ofMillis(100)).forEach(this::remember);
        }
        return newest;
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        if (PositionRecords.isKey(record.key(), name, StreamRig.SOURCE)) {
            try {
                newest = positions.open(name, StreamRig.SOURCE, record.value());
            } catch (UndecryptableException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** All committed records of a topic by now. */
    List<Change> changes(String topic) {
        List<Change> changes = new ArrayList<>();
        read(
                topic,
                record -> changes.add(
                        new Change(record.partition(), record.offset(), Hex.encode(record.key()), open(record))));
        return changes;
    }

    /** How many records of envelope v2 are in a topic by key id, those of aborted and open transactions included. */
    Map<String, Long> everSealed(String topic) {
        Map<String, Long> records = new TreeMap<>();
        try (Consumer<byte[], byte[]> consumer = reader("read_uncommitted")) {
            read(consumer, topic, record -> {
                try {
                    records.merge(EnvelopeHead.read(record.value()).keyId(), 1L, Long::sum);
                } catch (UndecryptableException e) {
                    throw new AssertionError(e);
                }
            });
        }
        return records;
    }

    private void read(String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> to) {
        try (Consumer<byte[], byte[]> consumer = reader()) {
            read(consumer, topic, to);
        }
    }

    private static void read(
            Consumer<byte[], byte[]> consumer,
            String topic,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> to) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(Duration.ofMillis(200)).forEach(to);
        }
    }

    /** Committed records of a topic and how many different keys they have. */
    record Census(long records, long keys) {}

    /** Counts a topic that is too large to be held. */
    Census census(String topic) {
        long[] records = new long[1];
        Set<Long> keys = new HashSet<>();
        read(topic, record -> {
            records[0]++;
            keys.add(ByteBuffer.wrap(record.key()).getLong());
        });
        return new Census(records[0], keys.size());
    }

    private Map<String, Object> open(ConsumerRecord<byte[], byte[]> record) {
        try {
            Map<String, Object> row = new LinkedHashMap<>();
            Map<?, ?> parsed = (Map<?, ?>) Json.parse(
                    new String(opener.open(record.value(), record.topic(), record.key()), StandardCharsets.UTF_8));
            parsed.forEach((column, cell) -> row.put(String.valueOf(column), cell));
            return row;
        } catch (UndecryptableException e) {
            throw new AssertionError(e);
        }
    }

    /** What a primary-key table would hold after these changes: rows by record key. */
    static Map<String, Map<String, Object>> replayed(List<Change> changes) {
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        for (Change change : changes) {
            if (change.isDelete()) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), change.row());
            }
        }
        return rows;
    }

    @Override
    public void close() {
        if (positionReader != null) {
            positionReader.close(Duration.ofSeconds(5));
        }
    }
}
