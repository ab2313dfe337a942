package io.github.sluice.coordinator.verify;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.row.RowSchema;
import java.util.List;

/** Turns two fingerprints that differ into a failure that names hop, counts and primary keys. */
public final class Mismatch {
    /** Rows held in memory while looking for the keys; a row of 1 kB makes this 100 MB at worst. */
    private static final long ROWS_AT_ONCE = 100_000;

    private static final int KEYS_NAMED = 100;

    private Mismatch() {}

    /**
     * Reads the differing buckets of both places again.
     *
     * @param found table, hop and counts in words
     */
    public static Failure between(
            ExitCode code,
            String found,
            RowSchema schema,
            RowReader first,
            Fingerprint firstSum,
            RowReader second,
            Fingerprint secondSum) {
        String counts = found + (firstSum.count() == secondSum.count() ? ", and their content differs" : "");
        RowDiff.Result diff;
        try {
            diff = new RowDiff(schema, ROWS_AT_ONCE, KEYS_NAMED).between(first, firstSum, second, secondSum);
        } catch (Failure unread) {
            // the mismatch is proven all the same; only its keys are not known
            Failure failure = new Failure(code, counts + "; the keys could not be found: " + unread.getMessage());
            failure.addSuppressed(unread);
            return failure;
        }
        List<String> keys = diff.rows().stream().map(RowDifference::toString).toList();
        String more = diff.complete() ? "" : " (the first " + KEYS_NAMED + " are named)";
        String named = keys.isEmpty()
                ? "; no row differs now: " + first.place() + " has changed since it was read"
                : "; " + keys.size() + (diff.complete() ? "" : " or more") + " rows differ in " + second.place() + more;
        return new Failure(code, counts + named, null, keys);
    }
}
