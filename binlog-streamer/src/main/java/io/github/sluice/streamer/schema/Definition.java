package io.github.sluice.streamer.schema;

import java.util.List;

/**
 * A table's columns and key without its name. Immutable; one object for all shards that are alike.
 *
 * @param columns in order
 * @param primaryKey names in key order; empty without one
 * @param charset the table's default character set, which later columns get
 */
record Definition(List<ColumnDef> columns, List<String> primaryKey, String charset) {
    Definition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}
