package io.github.sluice.connect.decrypt;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Opens sealed values and hands on rows; the transforms of either name differ only in how they are given the key.
 *
 * <p>Fails closed: what cannot be decrypted or read throws {@link DataException}, and Connect's {@code errors.tolerance}
 * decides whether the task stops or the record goes to a dead-letter topic, still sealed. It is never passed through
 * (inventory #179). Topic, partition, key, timestamp and headers are kept (#48, #180). A null value is a tombstone and
 * passes (#47). Messages name topic, partition, offset and reason, never content.
 *
 * <p>One thread, as Connect uses transforms.
 */
public abstract class DecryptingTransformation<R extends ConnectRecord<R>> implements Transformation<R> {
    private @Nullable RecordOpener opener;

    /** Reads the data key from the transform's settings, which {@link #config()} describes. */
    protected abstract DataKey dataKey(Map<String, ?> settings);

    /** The setting that {@link #dataKey} reads, for messages. */
    protected abstract String keySetting();

    @Override
    public final void configure(Map<String, ?> settings) {
        try {
            this.opener = EnvelopeV1.opener(dataKey(settings));
        } catch (UnusableKeyException e) {
            ConfigException named = new ConfigException(keySetting() + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    @Override
    public final R apply(R record) {
        Object value = record.value();
        if (value == null) {
            return record;
        }
        Map<String, @Nullable Object> row;
        try {
            row = WireRow.read(opener().open(sealed(record, value)));
        } catch (UndecryptableException e) {
            throw new DataException(place(record) + ": cannot be decrypted: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(place(record) + ": decrypted, but no row: " + e.getMessage(), e);
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                null,
                row,
                record.timestamp(),
                record.headers());
    }

    @Override
    public abstract ConfigDef config();

    @Override
    public final void close() {
        this.opener = null;
    }

    private RecordOpener opener() {
        RecordOpener configured = opener;
        if (configured == null) {
            throw new IllegalStateException("configure() comes before apply()");
        }
        return configured;
    }

    private static byte[] sealed(ConnectRecord<?> record, Object value) {
        if (value instanceof String) {
            return ((String) value).getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof byte[]) {
            return (byte[]) value;
        }
        throw new DataException(place(record) + ": the value is a "
                + value.getClass().getName()
                + "; set value.converter to org.apache.kafka.connect.storage.StringConverter"
                + " or org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static String place(ConnectRecord<?> record) {
        String place = "topic " + record.topic() + ", partition " + record.kafkaPartition();
        return record instanceof SinkRecord ? place + ", offset " + ((SinkRecord) record).kafkaOffset() : place;
    }
}
