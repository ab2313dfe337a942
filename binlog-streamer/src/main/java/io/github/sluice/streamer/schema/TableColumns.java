package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's columns as they were at an event. Immutable; the lists are shared between the shards of a table, so that
 * what depends on them alone can be kept by their identity.
 *
 * @param table the physical table
 * @param columns all columns in binlog order
 * @param primaryKey names of the primary key's columns in key order, empty for a table without one; null if unknown
 */
public record TableColumns(
        TableId table, List<ColumnDef> columns, @Nullable List<String> primaryKey) {
    /** Place of a column by its name, in MySQL's way without regard to case, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
