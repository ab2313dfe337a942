package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;
import java.util.List;

/** Rows into a writer, in batches as a task makes them. */
final class Batches {
    private Batches() {}

    static void write(RowWriter writer, Record... rows) {
        write(writer, List.of(rows));
    }

    static void write(RowWriter writer, List<? extends Record> rows) {
        RowBatch batch = new RowBatch();
        for (Record row : rows) {
            batch.add(row);
            if (batch.isFull()) {
                writer.write(batch);
            }
        }
        writer.write(batch);
    }
}
