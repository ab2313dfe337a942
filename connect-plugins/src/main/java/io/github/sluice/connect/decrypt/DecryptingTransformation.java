package io.github.sluice.connect.decrypt;

import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.UnusableKeyException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
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
 * <p>Opens envelopes of both versions; of version 2 single rows only, as a transform gives one record for one. Put it before
 * transforms that rename the topic: a record of version 2 opens only under the name that it was sent to.
 *
 * <p>One thread, as Connect uses transforms.
 */
public abstract class DecryptingTransformation<R extends ConnectRecord<R>> implements Transformation<R> {
    /** Whether records come from a dead-letter topic. */
    public static final String DEAD_LETTERS = "dead.letters";

    private @Nullable RecordOpener opener;
    private boolean deadLetters;

    /** Reads the key ring from the transform's settings, which {@link #config()} describes. */
    protected abstract KeyRing keyRing(Map<String, ?> settings);

    /** The setting that {@link #keyRing} reads, for messages. */
    protected abstract String keySetting();

    /** Adds what the transforms of either name have in common. */
    protected static ConfigDef common(ConfigDef config) {
        return config.define(
                DEAD_LETTERS,
                ConfigDef.Type.BOOLEAN,
                false,
                ConfigDef.Importance.LOW,
                "Whether the records come from a dead-letter topic: the topic that they were sealed for then stands in their"
                        + " header " + SealedRecord.ORIGINAL_TOPIC
                        + ". Leave it false elsewhere: whoever may write into a topic could name any other in that header.");
    }

    @Override
    public final void configure(Map<String, ?> settings) {
        try {
            this.opener = Envelopes.opener(keyRing(settings));
            this.deadLetters =
                    Boolean.TRUE.equals(common(new ConfigDef()).parse(settings).get(DEAD_LETTERS));
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
            SealedRecord sealed = SealedRecord.of(record, value, deadLetters);
            row = WireRow.read(opener().open(sealed.value(), sealed.topic(), sealed.key()));
        } catch (UndecryptableException e) {
            throw new DataException(SealedRecord.place(record) + ": cannot be decrypted: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(SealedRecord.place(record) + ": decrypted, but no row: " + e.getMessage(), e);
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
}
