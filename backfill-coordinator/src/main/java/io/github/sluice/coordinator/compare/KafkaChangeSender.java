package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Envelope;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * {@link ChangeSender} into Kafka. Byte for byte what the streamer makes of the same row: columns in target order, then
 * the constants that name database and table, then {@code __op}; the envelope of the settings; the key that a row's records always have,
 * and by it the partition that they always go to. One thread; closed by its opener.
 */
final class KafkaChangeSender implements ChangeSender {
    private static final long LIMIT_SECONDS = 60;

    private final String topic;
    private final int partitions;
    private final int[] places;
    private final RowCodec json;
    private final RecordKeys keys;
    private final RecordSealer sealer;
    private final Producer<byte[], byte[]> producer;

    /** @param partitions of the topic, as the streamer has frozen them */
    KafkaChangeSender(
            KafkaClients clients, TableSpec spec, String topic, int partitions, KeyRing ring, Envelope envelope) {
        this.topic = topic;
        this.partitions = partitions;
        this.places = streamed(spec);
        this.json = codec(spec);
        this.keys = RecordKeys.of(RecordKeys.Mode.HMAC, spec.schema(), ring.root());
        this.sealer = envelope == Envelope.V2 ? EnvelopeV2.sealer(ring, false) : EnvelopeV1.sealer(ring);
        this.producer = clients.writer("sluice-repair");
    }

    /** Places of a row's columns in the order in which the streamer writes them. */
    private static int[] streamed(TableSpec spec) {
        List<Integer> places = new ArrayList<>();
        for (Origin origin : List.of(Origin.COLUMN, Origin.SHARD_SOURCE, Origin.SHARD_DATABASE, Origin.SHARD_TABLE)) {
            for (int i = 0; i < spec.columns().size(); i++) {
                if (spec.columns().get(i).origin() == origin) {
                    places.add(i);
                }
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static RowCodec codec(TableSpec spec) {
        RowSchema schema = spec.schema();
        List<WireColumn> columns = new ArrayList<>();
        for (int place : streamed(spec)) {
            columns.add(schema.columns().get(place));
        }
        columns.add(WireColumn.bare(KafkaStreamTopic.OP));
        return new RowCodec(new RowSchema(columns, schema.keyColumns()));
    }

    /** The record's value before it is sealed. */
    static byte[] plain(TableSpec spec, @Nullable Object[] wire, boolean deleted) {
        return plain(codec(spec), streamed(spec), wire, deleted);
    }

    private static byte[] plain(RowCodec json, int[] places, @Nullable Object[] wire, boolean deleted) {
        @Nullable Object[] row = new @Nullable Object[places.length + 1];
        for (int i = 0; i < places.length; i++) {
            row[i] = wire[places[i]];
        }
        row[places.length] = deleted ? KafkaStreamTopic.DELETE : KafkaStreamTopic.UPSERT;
        return json.encode(row);
    }

    @Override
    public Place send(@Nullable Object[] wire, boolean deleted) {
        byte[] key = keys.keyOf(wire);
        byte[] value = sealer.seal(plain(json, places, wire, deleted), topic, key);
        int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
        try {
            RecordMetadata written = producer.send(new ProducerRecord<>(topic, partition, key, value))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new Place(written.partition(), written.offset());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new Failure(
                    ExitCode.UNKNOWN, "topic " + topic + ": a repaired row was not acknowledged: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "topic " + topic + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
