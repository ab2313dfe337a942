package io.github.sluice.benchmarks.rival;

import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One table file of the streamer's, as far as the benchmark uses them.
 *
 * @param topic its topic
 * @param partitions of the topic
 * @param expression for {@code database.table}
 * @param columns wire column by source column, in wire order; the physical table's name follows
 * @param types COLUMN_TYPE by source column
 * @param keyColumns wire columns of the record key
 */
record LogicalTable(
        String topic,
        int partitions,
        Pattern expression,
        Map<String, String> columns,
        Map<String, String> types,
        List<String> keyColumns) {
    static final String TABLE_COLUMN = "table_name";

    static LogicalTable of(Tree tree) {
        return new LogicalTable(
                tree.text("topic"),
                Integer.parseInt(tree.text("partitions")),
                Pattern.compile(tree.text("regex")),
                tree.texts("column_mapping"),
                tree.texts("types"),
                tree.list("key_columns").stream().map(String::valueOf).toList());
    }

    /** As the streamer has it. */
    RowSchema schema() {
        List<WireColumn> wire = new ArrayList<>();
        columns.forEach(
                (source, name) -> wire.add(WireColumn.of(name, Objects.requireNonNull(types.get(source), source))));
        wire.add(WireColumn.bare(TABLE_COLUMN));
        return new RowSchema(wire, keyColumns);
    }
}
