package io.github.sluice.streamer.publish;

import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The way of one table's rows into its topic: wire values, JSON with {@code __op}, envelope, record key, partition. One
 * thread.
 *
 * <p>The key is the one that a snapshot's writer makes of the same row. The partition follows from the key as Kafka's
 * own partitioner has it (murmur2), but over the partition count that the lane was made with: partitions added later
 * do not tear a row's changes apart.
 */
public final class RowLane {
    private static final String OP = "__op";
    private static final Long UPSERT = 0L;
    private static final Long DELETE = 1L;

    /** Kafka protocol guide, record batch v2: the header of a batch, and the most that a record's own fields take. */
    private static final int BATCH_HEADER = 61;

    private static final int LARGEST_RECORD_HEADER = 21;

    /** Where records go. */
    public interface Sink {
        /** Takes one record; in order with every other. */
        void send(String topic, int partition, byte[] key, byte[] value);
    }

    private final String topic;
    private final int partitions;
    private final int maxRequestSize;
    private final int maxMessageBytes;
    private final boolean deletes;
    private final RowCodec values;
    private final RowCodec json;
    private final RecordKeys keys;
    private final EqualityForm form;
    private final int[] keyColumns;
    private final RecordSealer sealer;
    private final Sink sink;
    private long bytes;

    /**
     * @param schema mapped columns and constants, with the key columns; without {@code __op}
     * @param topic the stream topic and what it is like; the partition count is kept for the lane's life
     * @param deletes whether deletes are sent; the old half of a changed key always is
     * @param sealer of the sending thread
     */
    public RowLane(
            RowSchema schema,
            String topic,
            TopicShape shape,
            KafkaClients limits,
            RecordKeys.Mode keyMode,
            boolean deletes,
            DataKey key,
            RecordSealer sealer,
            Sink sink) {
        if (schema.keyColumns().isEmpty()) {
            throw new IllegalArgumentException("rows without a key have no order to keep");
        }
        this.topic = topic;
        this.partitions = shape.partitions();
        this.maxRequestSize = limits.maxRequestSize();
        this.maxMessageBytes = limits.compresses() ? Integer.MAX_VALUE : shape.maxMessageBytes();
        this.deletes = deletes;
        this.values = new RowCodec(schema);
        List<WireColumn> withOp = new ArrayList<>(schema.columns());
        withOp.add(WireColumn.bare(OP));
        this.json = new RowCodec(new RowSchema(withOp, schema.keyColumns()));
        this.keys = RecordKeys.of(keyMode, schema, key);
        this.form = new EqualityForm(schema);
        this.keyColumns = schema.identity();
        this.sealer = sealer;
        this.sink = sink;
    }

    /** A row that is now there. Values in the schema's order, as {@link RowCodec#normalise} takes them. */
    public void inserted(@Nullable Object[] after) throws RowRefusedException {
        send(normalise(after), UPSERT);
    }

    /** A row that is gone, with all that it held. */
    public void deleted(@Nullable Object[] before) throws RowRefusedException {
        if (deletes) {
            send(normalise(before), DELETE);
        }
    }

    /**
     * A row that was changed. If its key changed, if only in letter case, the row under the old key is deleted first:
     * the target compares keys by bytes, whatever MySQL's collation says.
     */
    public void updated(@Nullable Object[] before, @Nullable Object[] after) throws RowRefusedException {
        @Nullable Object[] wire = normalise(after);
        if (mayDiffer(before, after)) {
            @Nullable Object[] old = normalise(before);
            if (differ(old, wire)) {
                Sealed upsert = sealed(wire, UPSERT); // both fit, or neither is sent
                Sealed delete = sealed(old, DELETE);
                send(delete);
                send(upsert);
                return;
            }
        }
        send(wire, UPSERT);
    }

    private boolean mayDiffer(@Nullable Object[] before, @Nullable Object[] after) {
        for (int column : keyColumns) {
            Object old = before[column];
            Object fresh = after[column];
            boolean same = old instanceof byte[] oldBytes && fresh instanceof byte[] freshBytes
                    ? Arrays.equals(oldBytes, freshBytes)
                    : Objects.equals(old, fresh);
            if (!same) {
                return true;
            }
        }
        return false;
    }

    private boolean differ(@Nullable Object[] old, @Nullable Object[] fresh) {
        for (int column : keyColumns) {
            if (!Arrays.equals(form.bytes(column, old[column]), form.bytes(column, fresh[column]))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Object[] normalise(@Nullable Object[] row) throws RowRefusedException {
        try {
            return values.normalise(row);
        } catch (BadRowException e) {
            throw new RowRefusedException(
                    String.valueOf(e.getMessage()),
                    "correct the value at its source, or the column's type in the file");
        }
    }

    private void send(@Nullable Object[] wire, Long op) throws RowRefusedException {
        send(sealed(wire, op));
    }

    private void send(Sealed record) {
        bytes += record.value.length;
        sink.send(topic, Utils.toPositive(Utils.murmur2(record.key)) % partitions, record.key, record.value);
    }

    private record Sealed(byte[] key, byte[] value) {}

    private Sealed sealed(@Nullable Object[] wire, Long op) throws RowRefusedException {
        @Nullable Object[] withOp = Arrays.copyOf(wire, wire.length + 1);
        withOp[wire.length] = op;
        byte[] key;
        byte[] plain;
        try {
            key = keys.keyOf(wire);
            plain = json.encode(withOp);
        } catch (BadRowException e) {
            throw new RowRefusedException(String.valueOf(e.getMessage()), "correct the value at its source");
        }
        byte[] value = sealer.seal(plain, topic, key);
        checkSize(key, value);
        return new Sealed(key, value);
    }

    /** Kafka would refuse such a record only after it was handed over, and with it everything else in the transaction. */
    private void checkSize(byte[] key, byte[] value) throws RowRefusedException {
        long size = BATCH_HEADER
                + LARGEST_RECORD_HEADER
                + (long) ByteUtils.sizeOfVarint(key.length)
                + key.length
                + ByteUtils.sizeOfVarint(value.length)
                + value.length
                + ByteUtils.sizeOfVarint(0);
        if (size > maxRequestSize) {
            throw new RowRefusedException(
                    "a row of " + size + " bytes, sealed, is above max.request.size " + maxRequestSize,
                    "raise kafka.properties.max.request.size, and with it the topic's max.message.bytes and the"
                            + " consumers' fetch sizes; or leave the large column out of column_mapping");
        }
        if (size > maxMessageBytes) {
            throw new RowRefusedException(
                    "a row of " + size + " bytes, sealed, is above max.message.bytes " + maxMessageBytes + " of topic "
                            + topic,
                    "raise the topic's max.message.bytes, or leave the large column out of column_mapping");
        }
    }

    /** Bytes of record values so far. */
    public long bytes() {
        return bytes;
    }

    /** Dates so far that became null because the target cannot hold them. */
    public long zeroDates() {
        return values.zeroDates();
    }
}
