package io.github.sluice.benchmarks.writer;

import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.writer.TaskAccount;
import org.jspecify.annotations.Nullable;

/**
 * {@code ROWS COLUMNS with|without}: writes so many rows as JSON, as a task of the writer does, and with books adds each to the
 * fingerprint and books it as pulled and acknowledged. The rows are in wire form already: values are brought into it for the
 * record's sake. What the books cost is the difference, because JSON and fingerprint share a pass over the row.
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
        RowCodec codec = new RowCodec(sample.schema());
        @Nullable Object[][] wire = sample.wire();
        boolean withBooks = arguments[2].equals("with");
        long bytes = 0;
        for (int row = 0; row < rows; row++) {
            @Nullable Object[] values = wire[row % wire.length];
            if (withBooks) {
                account.pulled();
                bytes += codec.encode(values, fingerprint.form()).length;
                fingerprint.addFramed();
                account.acknowledged(row % PARTITIONS, row / PARTITIONS, 1, ROW_BYTES);
            } else {
                bytes += codec.encode(values).length;
            }
        }
        System.out.println(bytes + " " + account.snapshot().acked() + " "
                + fingerprint.snapshot().count());
    }
}
