package io.github.sluice.coordinator.verify;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.RowSchema;
import java.util.function.LongConsumer;

/** Reads a place through and adds its rows up. */
public final class Counting {
    private static final int TELL_EVERY = 1000;

    private Counting() {}

    /**
     * The fingerprint of all rows.
     *
     * @param progress told the rows so far, now and then
     */
    public static Fingerprint of(RowReader place, RowSchema schema, LongConsumer progress) {
        FingerprintAccumulator sum = new FingerprintAccumulator(schema);
        long[] rows = {0};
        place.read(wire -> {
            sum.add(wire);
            if (++rows[0] % TELL_EVERY == 0) {
                progress.accept(rows[0]);
            }
        });
        progress.accept(rows[0]);
        return sum.snapshot();
    }
}
