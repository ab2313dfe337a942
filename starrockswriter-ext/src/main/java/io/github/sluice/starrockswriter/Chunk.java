package io.github.sluice.starrockswriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the next load. Its limits alone decide where it ends, so that the same rows are cut at the same places when a
 * job is run again. Holds at most {@code maxBytes} and one row. One thread.
 */
final class Chunk {
    /** The comma or bracket beside each row of the body. */
    private static final int SEPARATOR = 1;

    private final int maxRows;
    private final long maxBytes;
    private List<ChunkRow> rows = new ArrayList<>();
    private long bytes;

    Chunk(int maxRows, long maxBytes) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    /** Whether the row belongs to the next load already. An empty chunk takes any row. */
    boolean isFullFor(ChunkRow row) {
        return !rows.isEmpty() && (rows.size() >= maxRows || bytes + row.json.length + SEPARATOR > maxBytes);
    }

    void add(ChunkRow row) {
        rows.add(row);
        bytes += row.json.length + SEPARATOR;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Hands the rows over and begins anew. */
    List<ChunkRow> take() {
        List<ChunkRow> taken = rows;
        rows = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
