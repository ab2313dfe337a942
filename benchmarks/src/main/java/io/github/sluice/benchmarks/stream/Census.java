package io.github.sluice.benchmarks.stream;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What is in one topic, decrypted: two topics with equal censuses hold the same changes of the same rows under the same
 * record keys, and each row's changes in the same order.
 *
 * @param records how many
 * @param bytes of their values, sealed
 * @param sum fingerprint over row, operation, record key, partition, and the change's number among those of its key
 */
record Census(long records, long bytes, String sum) {
    private static final List<String> MORE = List.of("__op", "record_key", "partition", "number_of_key");
    private static final Duration POLL = Duration.ofMillis(200);

    /** Whether the topics hold the same; their bytes may differ, since JSON documents have more than one text. */
    boolean sameRows(Census other) {
        return records == other.records && sum.equals(other.sum);
    }

    /** Reads a whole topic, of which no reader writes any more. */
    static Census of(House house, String topic) throws UndecryptableException {
        RowSchema schema = WideTables.schema();
        RowCodec codec = RowCodec.allowingExtraKeys(schema, "__op");
        List<WireColumn> columns = new ArrayList<>(schema.columns());
        MORE.forEach(name -> columns.add(WireColumn.bare(name)));
        FingerprintAccumulator sum = new FingerprintAccumulator(new RowSchema(columns, WideTables.KEY));
        EnvelopeV1.Opener opener = EnvelopeV1.opener(house.key());
        Map<ByteBuffer, Long> numbers = new HashMap<>();
        long records = 0;
        long bytes = 0;
        try (Consumer<byte[], byte[]> consumer = consumer(house)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < House.PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Map<String, @Nullable Object> extras = new HashMap<>();
                    @Nullable Object[] row = codec.decode(opener.open(record.value()), extras);
                    @Nullable Object[] all = Arrays.copyOf(row, row.length + MORE.size());
                    all[row.length] = extras.get("__op");
                    all[row.length + 1] = HexFormat.of().formatHex(record.key());
                    all[row.length + 2] = (long) record.partition();
                    all[row.length + 3] = numbers.merge(ByteBuffer.wrap(record.key()), 1L, Long::sum);
                    sum.add(all);
                    records++;
                    bytes += record.value().length;
                }
            }
        }
        return new Census(records, bytes, sum.snapshot().sum());
    }

    private static Consumer<byte[], byte[]> consumer(House house) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", house.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "max.poll.records", "2000",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
