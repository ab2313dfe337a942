package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.DdlTable.Column;
import java.util.List;
import java.util.Set;

/** CREATE TABLE statements for StarRocks (inventory #184 to #187). */
final class Statements implements Detector {
    private static final Set<String> UNKNOWN_TYPES = Set.of(
            "mediumint",
            "timestamp",
            "year",
            "bit",
            "bool",
            "enum",
            "set",
            "tinytext",
            "mediumtext",
            "longtext",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "time",
            "geometry",
            "point");

    /** StarRocks takes no width for these. */
    private static final Set<String> WITHOUT_WIDTH =
            Set.of("text", "string", "double", "float", "datetime", "date", "json");

    private static final long LONGEST_VARCHAR = 1_048_576;
    private static final long LONGEST_CHAR = 255;

    @Override
    public void look(S1Folder folder, Report report) {
        for (DdlTable table : folder.statements()) {
            nullability(table, report);
            key(table, report);
            for (Column column : table.columns()) {
                type(table, column, report);
                quotes(table, column, report);
            }
            if (!isQuoted(table) && ReservedWords.contains(table.name())) {
                report.add(KnownFault.TEXT_UNQUOTED, table.file(), table.line(table.nameAt()), "table " + table.name());
            }
        }
    }

    private static boolean isQuoted(DdlTable table) {
        return table.in().bare().charAt(table.nameAt()) == '`';
    }

    /** Nothing is said of any column but the key's: then nothing of the source's nullability came through. */
    private static void nullability(DdlTable table, Report report) {
        List<Column> values =
                table.columns().stream().filter(column -> !table.isKey(column)).toList();
        boolean silent = values.stream().noneMatch(Column::saysNullability);
        if (!values.isEmpty() && silent) {
            report.add(
                    KnownFault.NULLABILITY_INVERTED,
                    table.file(),
                    table.line(values.get(0).at()),
                    "no NULL, no NOT NULL: " + values.size() + " columns");
        }
    }

    private static void key(DdlTable table, Report report) {
        if (table.commaAtEnd()) {
            report.add(KnownFault.TABLE_KEY_WRONG, table.file(), table.line(table.columnsEnd()), ", )");
        }
        if (table.keyAt() == DdlTable.NO_KEY) {
            return;
        }
        int line = table.line(table.keyAt());
        if (table.key().isEmpty()) {
            report.add(KnownFault.TABLE_KEY_WRONG, table.file(), line, "PRIMARY KEY ()");
            return;
        }
        for (String name : table.key()) {
            if (table.column(name).isEmpty()) {
                report.add(KnownFault.TABLE_KEY_WRONG, table.file(), line, "PRIMARY KEY: no column " + name);
                return;
            }
        }
        List<String> first = table.columns().stream()
                .map(Column::name)
                .limit(table.key().size())
                .toList();
        for (int i = 0; i < Math.min(first.size(), table.key().size()); i++) {
            if (!first.get(i).equalsIgnoreCase(table.key().get(i))) {
                report.add(
                        KnownFault.TABLE_KEY_WRONG,
                        table.file(),
                        line,
                        "PRIMARY KEY " + table.key() + ", first columns " + first);
                return;
            }
        }
        // a column that says NOT NULL as only key columns do in the scripts, and is not in the key
        List<String> lost = table.columns().stream()
                .filter(column -> !table.isKey(column) && column.saysNullability())
                .map(Column::name)
                .toList();
        boolean othersSilent =
                table.columns().stream().anyMatch(column -> !table.isKey(column) && !column.saysNullability());
        if (!lost.isEmpty() && othersSilent && table.columns().stream().noneMatch(Statements::saysNull)) {
            report.add(
                    KnownFault.TABLE_KEY_WRONG,
                    table.file(),
                    line,
                    "PRIMARY KEY " + table.key() + ", NOT NULL " + lost);
        }
    }

    private static boolean saysNull(Column column) {
        return column.saysNullability() && !column.words().contains("NOT");
    }

    private static void type(DdlTable table, Column column, Report report) {
        String type = column.type();
        long width = column.arguments().matches("\\d{1,18}") ? Long.parseLong(column.arguments()) : 0;
        boolean wrong = UNKNOWN_TYPES.contains(type)
                || (WITHOUT_WIDTH.contains(type) && !column.arguments().isEmpty())
                || (type.matches("decimal|numeric") && !column.arguments().contains(","))
                || (type.equals("varchar")
                        && (width > LONGEST_VARCHAR || column.arguments().contains("*")))
                || (type.equals("char") && width > LONGEST_CHAR)
                || column.words().contains("UNSIGNED");
        if (wrong) {
            report.add(
                    KnownFault.TYPE_LOST,
                    table.file(),
                    table.line(column.at()),
                    column.name() + " " + type
                            + (column.arguments().isEmpty() ? "" : "(" + column.arguments() + ")")
                            + (column.words().contains("UNSIGNED") ? " unsigned" : ""));
        }
    }

    private static void quotes(DdlTable table, Column column, Report report) {
        if (column.commentBroken()) {
            report.add(
                    KnownFault.TEXT_UNQUOTED,
                    table.file(),
                    table.line(column.at()),
                    column.name() + " COMMENT \"...\" ...");
        }
        if (!column.quoted() && ReservedWords.contains(column.name())) {
            report.add(KnownFault.TEXT_UNQUOTED, table.file(), table.line(column.at()), column.name());
        }
    }
}
