package io.github.sluice.streamload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows that are JSON objects already, sent as one array ({@code strip_outer_array: true}) or one per line. The rows are
 * not copied. Immutable as long as the arrays are left alone.
 */
public final class JsonRows implements LoadBody {
    private final List<byte[]> rows;
    private final boolean array;
    private final long length;

    private JsonRows(List<byte[]> rows, boolean array) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one row");
        }
        this.rows = Collections.unmodifiableList(new ArrayList<>(rows));
        this.array = array;
        long bytes = rows.size() - 1L + (array ? 2 : 0);
        for (byte[] row : rows) {
            bytes += row.length;
        }
        this.length = bytes;
    }

    /** {@code [row,row,...]} */
    public static JsonRows array(List<byte[]> rows) {
        return new JsonRows(rows, true);
    }

    /** One row per line. */
    public static JsonRows lines(List<byte[]> rows) {
        return new JsonRows(rows, false);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        int separator = array ? ',' : '\n';
        if (array) {
            out.write('[');
        }
        boolean first = true;
        for (byte[] row : rows) {
            if (!first) {
                out.write(separator);
            }
            first = false;
            out.write(row);
        }
        if (array) {
            out.write(']');
        }
    }
}
