package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import java.util.List;
import java.util.stream.Collectors;

/** The CREATE TABLE statement of a logical table, in the shape that every StarRocks since 2.5 accepts. */
public final class CreateTable {
    private CreateTable() {}

    /** The statement, ended by a semicolon and a newline. */
    public static String statement(TableSpec spec, StarRocks starrocks) {
        String columns =
                spec.columns().stream().map(column -> "  " + column(column)).collect(Collectors.joining(",\n"));
        return "CREATE TABLE IF NOT EXISTS " + quote(starrocks.database()) + "." + quote(spec.target()) + " (\n"
                + columns + "\n"
                + ") ENGINE=OLAP\n"
                + "PRIMARY KEY(" + names(spec.key()) + ")\n"
                + (spec.comment().isEmpty() ? "" : "COMMENT " + text(spec.comment()) + "\n")
                + "DISTRIBUTED BY HASH(" + names(spec.key()) + ") BUCKETS " + Buckets.of(spec, starrocks) + "\n"
                + "PROPERTIES (\"replication_num\" = \"" + starrocks.replicationNum()
                + "\", \"enable_persistent_index\" = \"true\");\n";
    }

    /** One column as CREATE TABLE and ALTER TABLE take it. */
    static String column(ColumnSpec column) {
        return quote(column.name()) + " " + column.targetType() + (column.nullable() ? " NULL" : " NOT NULL")
                + (column.comment().isEmpty() ? "" : " COMMENT " + text(column.comment()));
    }

    private static String names(List<String> columns) {
        return columns.stream().map(CreateTable::quote).collect(Collectors.joining(", "));
    }

    /** An identifier between back quotes. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /** A text between double quotes; the backslash escapes in StarRocks, so it is doubled too. */
    static String text(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\"\"") + "\"";
    }
}
