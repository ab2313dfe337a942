package io.github.sluice.testbed.starrocks.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are made on demand: information_schema and the results of SHOW. Cells are String,
 * Long, LocalDateTime or null.
 */
record VirtualTable(List<ResultColumn> columns, List<@Nullable Object[]> rows) {
    /** Columns of text with these labels, no rows. */
    static VirtualTable ofText(String... labels) {
        return new VirtualTable(Arrays.stream(labels).map(ResultColumn::text).toList(), new ArrayList<>());
    }

    /** Adds a row; returns this. */
    VirtualTable row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(cells);
        return this;
    }
}
