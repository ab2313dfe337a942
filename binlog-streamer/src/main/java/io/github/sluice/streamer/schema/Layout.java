package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.value.Cell;
import java.util.List;

/**
 * How rows of a table are read. Shared by shards that are alike; belongs to one reader's thread.
 *
 * @param columns what the columns are
 * @param primaryKey names in key order; empty without one
 * @param cells one for each column; not to be changed
 */
public record Layout(List<ColumnDef> columns, List<String> primaryKey, Cell[] cells) {}
