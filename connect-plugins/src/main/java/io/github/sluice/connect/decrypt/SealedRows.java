package io.github.sluice.connect.decrypt;

import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Opens sealed records for a sink that takes many rows from one record. Fails closed, as the transform does. One thread. */
public final class SealedRows {
    private final RecordOpener opener;
    private final boolean deadLetters;

    /** @param deadLetters whether the topic that a record was sealed for stands in its header */
    public SealedRows(KeyRing ring, boolean deadLetters) {
        this.opener = Envelopes.opener(ring);
        this.deadLetters = deadLetters;
    }

    /**
     * The messages inside: one, or those of a frame in their order.
     *
     * @throws DataException if the record cannot be decrypted; it says why, and nothing of the content
     */
    public List<byte[]> open(SinkRecord record) {
        Object value = record.value();
        if (value instanceof Map) {
            throw new DataException(
                    "the value is a row already: give the key to the sink or to a transform, not to both");
        }
        try {
            SealedRecord sealed = SealedRecord.of(record, value, deadLetters);
            return opener.openAll(sealed.value(), sealed.topic(), sealed.key());
        } catch (UndecryptableException e) {
            throw new DataException("cannot be decrypted: " + e.getMessage(), e);
        }
    }

    /**
     * A message as a row whose values are String, Long, Double, Boolean or null.
     *
     * @throws DataException if it is none
     */
    public static Map<String, @Nullable Object> row(byte[] message) {
        try {
            return WireRow.read(message);
        } catch (IllegalArgumentException e) {
            throw new DataException("decrypted, but no row: " + e.getMessage(), e);
        }
    }
}
