package io.github.sluice.kafkawriter;

import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.fingerprint.RowHash;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.writer.RecordValues;
import io.github.sluice.writer.UnfitColumnException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task does with rows of one list of columns. One thread. */
final class Lane {
    final RecordValues values;
    final RowForm form;
    final @Nullable RowSchema schema;
    final @Nullable RowCodec codec;
    final @Nullable RecordKeys keys;
    final @Nullable FingerprintAccumulator fingerprint;

    /** Whether what is written and what is compared are the same values, so that encoding frames them on its way. */
    private final boolean framesForFingerprint;

    Lane(KafkaWriterSettings settings, List<WireColumn> columns) {
        values = new RecordValues(columns, KafkaWriterErrorCode.COLUMN_SELECT);
        // a row without columns has neither schema nor content to compare
        schema = columns.isEmpty() ? null : new RowSchema(columns, settings.keyColumns);
        codec = schema == null ? null : new RowCodec(schema);
        fingerprint = schema == null ? null : new FingerprintAccumulator(schema);
        keys = schema == null || settings.keyMode == null
                ? null
                : RecordKeys.of(
                        settings.keyMode,
                        schema,
                        settings.keyRing == null ? null : settings.keyRing.root(),
                        settings.fieldDelimiter);
        framesForFingerprint =
                settings.writeType == WriteType.JSON && settings.formats.isEmpty() && fingerprint != null;
        form = form(settings, codec);
    }

    private RowForm form(KafkaWriterSettings settings, @Nullable RowCodec codec) {
        if (settings.writeType == WriteType.TEXT) {
            return settings.formats.around(
                    new TextRows(settings.fieldDelimiter, settings.lineDelimiter, settings.nullFormat));
        }
        FingerprintAccumulator rows = fingerprint;
        if (codec != null && rows != null && framesForFingerprint) {
            return wire -> codec.encode(wire, rows.form());
        }
        return codec == null ? wire -> "{}".getBytes(StandardCharsets.UTF_8) : settings.formats.around(codec::encode);
    }

    /** @param hash gets the row's, for {@link #book} */
    byte[] encode(@Nullable Object[] wire, RowHash hash) throws UnfitColumnException {
        byte[] plain = form.encode(wire);
        if (fingerprint != null) {
            if (!framesForFingerprint) {
                fingerprint.form().frame(wire);
            }
            fingerprint.hashFramed(hash);
        }
        return plain;
    }

    void book(RowHash hash) {
        if (fingerprint != null) {
            fingerprint.add(hash);
        }
    }

    @Nullable
    Object[] normalise(@Nullable Object[] values) {
        return codec == null ? values : codec.normalise(values);
    }

    long zeroDates() {
        return codec == null ? 0 : codec.zeroDates();
    }

    byte @Nullable [] keyOf(@Nullable Object[] wire) {
        return keys == null ? null : keys.keyOf(wire);
    }
}
