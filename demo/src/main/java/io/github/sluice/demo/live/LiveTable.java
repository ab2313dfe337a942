package io.github.sluice.demo.live;

import io.github.sluice.demo.data.SourceTable;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Random;

/** Which rows of a physical table are there, as its only writer knows. One thread. */
final class LiveTable {
    /** A table of fewer rows than this may still grow. */
    private static final int SMALL = 1_000;

    private final SourceTable table;
    private final BitSet live = new BitSet();
    private final Deque<Integer> deleted = new ArrayDeque<>();
    private int next;

    LiveTable(SourceTable table) {
        this.table = table;
        this.next = Math.toIntExact(table.rows()) + 1;
        live.set(1, next);
        table.untouched().forEach(id -> live.clear(Math.toIntExact(id)));
    }

    SourceTable table() {
        return table;
    }

    /** A row that is there and may be changed. */
    int any(Random random) {
        int id = live.nextSetBit(1 + random.nextInt(next));
        int found = id >= 0 ? id : live.nextSetBit(1);
        if (found < 0) {
            throw new IllegalStateException(table.database() + "." + table.name() + " has no row left to change");
        }
        return found;
    }

    /** Whether it has twice the rows that it began with: a writer that goes on for hours must not slow down its readers. */
    boolean isGrown() {
        return live.cardinality() > Math.max(SMALL, 2 * table.rows());
    }

    /** An id that was never used. */
    int fresh() {
        return next++;
    }

    boolean hasDeleted() {
        return !deleted.isEmpty();
    }

    /** The id that was deleted first. */
    int firstDeleted() {
        return deleted.remove();
    }

    void inserted(int id) {
        live.set(id);
    }

    void deleted(int id) {
        live.clear(id);
        deleted.add(id);
    }

    /** Gone, and not to come back: its key went elsewhere. */
    void left(int id) {
        live.clear(id);
    }
}
