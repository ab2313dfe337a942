package io.github.sluice.testbed.starrocks.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** The text of SHOW CREATE TABLE (10.6). */
public final class ShowCreateTable {
    private ShowCreateTable() {}

    /** The statement that makes the table. */
    public static String of(TableModel table) {
        StringBuilder sql =
                new StringBuilder("CREATE TABLE ").append(name(table.name())).append(" (\n");
        sql.append(table.columns().stream().map(ShowCreateTable::column).collect(Collectors.joining(",\n")));
        sql.append("\n) ENGINE=OLAP \n");
        sql.append(table.keyModel())
                .append(" KEY")
                .append(names(namesOf(table.keyColumns())))
                .append('\n');
        if (!table.comment().isEmpty()) {
            sql.append("COMMENT ").append(quoted(table.comment())).append('\n');
        }
        if (table.partitionBy() != null) {
            sql.append("PARTITION BY ").append(table.partitionBy()).append('\n');
        }
        sql.append("DISTRIBUTED BY ");
        sql.append(table.distribution().isEmpty() ? "RANDOM" : "HASH" + names(table.distribution()));
        sql.append(table.buckets() == null ? "" : " BUCKETS " + table.buckets() + " ")
                .append('\n');
        if (!table.orderBy().isEmpty()) {
            sql.append("ORDER BY").append(names(table.orderBy())).append('\n');
        }
        return sql.append("PROPERTIES (\n")
                .append(properties(table))
                .append("\n);")
                .toString();
    }

    /** Names and values as in the PROPERTIES clause, one per line. */
    private static String properties(TableModel table) {
        return table.properties().entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\" = \"" + e.getValue() + "\"")
                .collect(Collectors.joining(",\n"));
    }

    private static String column(ColumnModel column) {
        StringBuilder sql =
                new StringBuilder("  ").append(name(column.name())).append(' ').append(column.type());
        sql.append(column.nullable() ? " NULL" : " NOT NULL");
        if (column.autoIncrement()) {
            sql.append(" AUTO_INCREMENT");
        }
        switch (column.defaultValue().kind()) {
            case NONE -> {
                // nothing is printed
            }
            case NULL -> sql.append(" DEFAULT NULL");
            case LITERAL ->
                sql.append(" DEFAULT ")
                        .append(quoted(String.valueOf(column.defaultValue().literal())));
            case CURRENT_TIMESTAMP -> sql.append(" DEFAULT CURRENT_TIMESTAMP");
        }
        return sql.append(" COMMENT ").append(quoted(column.comment())).toString();
    }

    private static List<String> namesOf(List<ColumnModel> columns) {
        return columns.stream().map(ColumnModel::name).toList();
    }

    private static String names(List<String> names) {
        return names.stream().map(ShowCreateTable::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
