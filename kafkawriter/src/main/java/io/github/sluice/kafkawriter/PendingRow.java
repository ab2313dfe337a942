package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;
import io.github.sluice.wire.fingerprint.RowHash;
import org.jspecify.annotations.Nullable;

/** One row between DataX and the producer, as far as it has come. Used again for later rows. One thread. */
final class PendingRow {
    private static final @Nullable Object[] NOTHING = {};
    private static final byte[] NO_BYTES = {};

    final RowHash hash = new RowHash();
    /** Position among the rows that the task has pulled, from 1. */
    long number;

    @Nullable
    Object[] wire = NOTHING;

    long zeroDates;
    byte[] plain = NO_BYTES;
    byte @Nullable [] key;
    byte[] value = NO_BYTES;
    /** Whether it goes no further. */
    boolean dirty;

    private @Nullable Record record;

    Record record() {
        if (record == null) {
            throw new IllegalStateException("a row without a record");
        }
        return record;
    }

    void begin(Record record) {
        this.record = record;
        dirty = false;
    }

    /** Lets go of what the row held. */
    void end() {
        record = null;
        wire = NOTHING;
        plain = NO_BYTES;
        key = null;
        value = NO_BYTES;
    }
}
