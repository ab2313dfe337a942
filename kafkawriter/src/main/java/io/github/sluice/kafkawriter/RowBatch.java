package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;

/**
 * Rows that take each step of their way together, each step done for all of them before the next, which costs less than row by
 * row (RATIONALE.md has the measurements, and why it may be so). Holds few rows and, if they are large, fewer. One thread.
 */
final class RowBatch {
    /** As many as DataX hands from the reader's thread to the writer's at a time. */
    static final int MOST_ROWS = 32;

    /** By DataX's count. The last row may go beyond. */
    static final int MOST_BYTES = 64 * 1024;

    private final PendingRow[] rows = new PendingRow[MOST_ROWS];
    private int size;
    private long bytes;

    RowBatch() {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new PendingRow();
        }
    }

    /** Comes only where it is not full. */
    void add(Record record) {
        rows[size++].begin(record);
        bytes += record.getByteSize();
    }

    boolean isFull() {
        return size == rows.length || bytes >= MOST_BYTES;
    }

    int size() {
        return size;
    }

    PendingRow get(int i) {
        return rows[i];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            rows[i].end();
        }
        size = 0;
        bytes = 0;
    }
}
