package io.github.sluice.benchmarks.writer;

import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.writer.TaskAccount;
import org.jspecify.annotations.Nullable;

/**
 * {@code ROWS COLUMNS}: adds so many rows to a fingerprint and books each as pulled and acknowledged, as a task of the writer
 * does. The rows are in wire form already: values are brought into it for the record's sake.
 */
final class BooksLoop {
    private static final int PARTITIONS = 4;
    private static final int ROW_BYTES = 270;

    private BooksLoop() {}

    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[0]);
        SampleRows sample = SampleRows.of(Integer.parseInt(arguments[1]));
        FingerprintAccumulator fingerprint = new FingerprintAccumulator(sample.schema());
        TaskAccount account = new TaskAccount(0);
        @Nullable Object[][] wire = sample.wire();
        for (int row = 0; row < rows; row++) {
            account.pulled();
            fingerprint.add(wire[row % wire.length]);
            account.acknowledged(row % PARTITIONS, row / PARTITIONS, 1, ROW_BYTES);
        }
        System.out.println(
                account.snapshot().acked() + " " + fingerprint.snapshot().count());
    }
}
