package io.github.sluice.benchmarks.rival;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The way of a row from Debezium's record into its topic. One thread. */
final class RowPublisher {
    private static final Long UPSERT = 0L;
    private static final Long DELETE = 1L;

    private final List<LogicalTable> tables;
    private final DataKey key;
    private final Producer<byte[], byte[]> producer;
    private final EnvelopeV1.Sealer sealer;
    /** By identity: Debezium keeps one schema object for each table, and its hash is that of all columns. */
    private final Map<Schema, Lane> lanes = new IdentityHashMap<>();

    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    private final Callback onAnswer = (metadata, exception) -> {
        if (exception != null) {
            failed.compareAndSet(null, exception);
        }
    };

    RowPublisher(List<LogicalTable> tables, DataKey key, Producer<byte[], byte[]> producer) {
        this.tables = tables;
        this.key = key;
        this.producer = producer;
        this.sealer = EnvelopeV1.sealer(key);
    }

    /** Rows of one Debezium schema, which is one physical table's. */
    private static final class Lane {
        final LogicalTable table;
        final Field[] fields;
        final Values.Conversion[] conversions;
        final RowCodec values;
        final RowCodec json;
        final RecordKeys keys;

        Lane(LogicalTable table, Schema row, DataKey key) {
            this.table = table;
            List<Field> fields = new ArrayList<>();
            List<Values.Conversion> conversions = new ArrayList<>();
            for (String column : table.columns().keySet()) {
                Field field = row.field(column);
                fields.add(field);
                conversions.add(Values.conversion(field.schema()));
            }
            this.fields = fields.toArray(Field[]::new);
            this.conversions = conversions.toArray(Values.Conversion[]::new);
            RowSchema schema = table.schema();
            values = new RowCodec(schema);
            List<WireColumn> withOp = new ArrayList<>(schema.columns());
            withOp.add(WireColumn.bare("__op"));
            json = new RowCodec(new RowSchema(withOp, schema.keyColumns()));
            keys = RecordKeys.of(RecordKeys.Mode.HMAC, schema, key);
        }
    }

    /** Sends what a record says, if it is of a table that is asked for. */
    void publish(SourceRecord record) {
        if (!(record.value() instanceof Struct) || record.valueSchema().field("op") == null) {
            return;
        }
        Struct change = (Struct) record.value();
        boolean delete = change.getString("op").equals("d");
        Struct row = change.getStruct(delete ? "before" : "after");
        Struct source = change.getStruct("source");
        String physical = source.getString("table");
        Lane lane = lane(row.schema(), source.getString("db"), physical);
        if (lane == null) {
            return;
        }
        int size = lane.fields.length;
        @Nullable Object[] raw = new @Nullable Object[size + 1];
        for (int i = 0; i < size; i++) {
            raw[i] = Values.convert(lane.conversions[i], row.get(lane.fields[i]));
        }
        raw[size] = physical;
        @Nullable Object[] wire = lane.values.normalise(raw);
        @Nullable Object[] withOp = Arrays.copyOf(wire, size + 2);
        withOp[size + 1] = delete ? DELETE : UPSERT;
        byte[] recordKey = lane.keys.keyOf(wire);
        byte[] sealed = sealer.seal(lane.json.encode(withOp));
        int partition = Utils.toPositive(Utils.murmur2(recordKey)) % lane.table.partitions();
        producer.send(new ProducerRecord<>(lane.table.topic(), partition, recordKey, sealed), onAnswer);
    }

    private @Nullable Lane lane(Schema row, String database, String physical) {
        Lane lane = lanes.get(row);
        if (lane == null) {
            LogicalTable table = route(database + "." + physical);
            if (table == null) {
                return null;
            }
            lane = new Lane(table, row, key);
            lanes.put(row, lane);
        }
        return lane;
    }

    private @Nullable LogicalTable route(String name) {
        return tables.stream()
                .filter(table -> table.expression().matcher(name).matches())
                .findFirst()
                .orElse(null);
    }

    /** Returns when all that was sent is acknowledged. */
    void flush() {
        producer.flush();
        Exception exception = failed.get();
        if (exception != null) {
            throw new IllegalStateException("a record was not taken", exception);
        }
    }
}
