package io.github.sluice.streamer.schema;

import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableEditor;
import io.debezium.relational.Tables;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.value.Charsets;
import io.github.sluice.streamer.value.Collations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns after CREATE TABLE and ALTER TABLE, by Debezium's DDL parser. The parser knows one table at a time; columns
 * that a statement leaves alone pass through it unread. One thread.
 */
final class DdlColumns {
    /** Marks the type of a column that the parser did not make itself; no type starts so. */
    private static final String OURS = "=";

    private final MySqlAntlrDdlParser parser = new MySqlAntlrDdlParser();

    /**
     * @param sql one statement
     * @param database in use; names in the statement may lack theirs
     * @param table as the statement names it
     * @param before the table as it is, or null for CREATE TABLE
     * @param charset default of the table's database, used by CREATE TABLE without its own; may be empty
     * @return the table as it is afterwards
     * @throws RuntimeException if the parser cannot follow
     */
    Definition after(String sql, String database, TableId table, @Nullable Definition before, String charset) {
        Tables tables = new Tables();
        if (before != null) {
            tables.overwriteTable(debezium(table, before));
        }
        parser.setCurrentDatabase(database);
        parser.setCurrentSchema(database);
        parser.charsetNameForDatabase().clear();
        if (!charset.isEmpty()) {
            parser.charsetNameForDatabase().put(table.database(), charset);
        }
        parser.parse(sql, tables);
        if (tables.size() != 1) {
            throw new IllegalStateException("the statement left " + tables.size() + " tables");
        }
        Table after = tables.forTable(tables.tableIds().iterator().next());
        return definition(after, before == null ? charset : before.charset());
    }

    private static Table debezium(TableId table, Definition definition) {
        TableEditor editor = Table.editor()
                .tableId(new io.debezium.relational.TableId(table.database(), null, table.table()))
                .setDefaultCharsetName(definition.charset().isEmpty() ? null : definition.charset());
        int position = 1;
        for (ColumnDef column : definition.columns()) {
            editor.addColumn(Column.editor()
                    .name(column.name())
                    .type(OURS + column.columnType(), OURS)
                    .charsetName(column.charset().isEmpty() ? null : column.charset())
                    .optional(column.nullable())
                    .position(position++)
                    .create());
        }
        editor.setPrimaryKeyNames(definition.primaryKey());
        return editor.create();
    }

    private static Definition definition(Table table, String usualCharset) {
        String tableCharset = table.defaultCharsetName() == null
                ? usualCharset
                : Collations.canonical(table.defaultCharsetName().toLowerCase(Locale.ROOT));
        List<String> key = table.primaryKeyColumnNames();
        List<ColumnDef> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            for (ColumnDef other : columns) {
                if (other.name().equalsIgnoreCase(column.name())) {
                    throw new IllegalStateException("column " + column.name() + " twice");
                }
            }
            columns.add(column(column, tableCharset, isIn(column.name(), key)));
        }
        return new Definition(columns, key, tableCharset);
    }

    private static boolean isIn(String name, List<String> key) {
        for (String part : key) {
            if (part.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static ColumnDef column(Column column, String tableCharset, boolean inKey) {
        boolean nullable = column.isOptional() && !inKey;
        String type = column.typeName();
        if (type.startsWith(OURS)) {
            String charset = column.charsetName() == null ? "" : column.charsetName();
            return new ColumnDef(column.name(), type.substring(OURS.length()), charset, nullable);
        }
        String charset = column.charsetName() == null || column.charsetName().equalsIgnoreCase("default")
                ? tableCharset
                : Collations.canonical(column.charsetName().toLowerCase(Locale.ROOT));
        String base = type.toLowerCase(Locale.ROOT).trim();
        if (base.startsWith("enum") || base.startsWith("set")) {
            String name = base.startsWith("enum") ? "enum" : "set";
            List<String> members = new ArrayList<>();
            for (String literal : column.enumValues()) {
                members.add(member(literal));
            }
            return new ColumnDef(column.name(), ColumnTypes.ofMembers(name, members), charset, nullable);
        }
        if (base.startsWith("national") || base.startsWith("nchar") || base.startsWith("nvarchar")) {
            charset = "utf8mb3";
            base = base.replaceFirst("^national\\s+", "").replaceFirst("^n(?=char|varchar)", "");
        }
        boolean isNull = base.startsWith("serial");
        String columnType = columnType(base, column.length(), column.scale().orElse(-1), charset);
        boolean text = columnType.startsWith("char") || columnType.startsWith("varchar") || columnType.endsWith("text");
        return new ColumnDef(column.name(), columnType, text ? charset : "", nullable && !isNull);
    }

    /** A member out of its quotes; MySQL takes trailing blanks off. */
    private static String member(String literal) {
        StringBuilder member = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            if (c == '\'') {
                i++;
            } else if (c == '\\' && i + 1 < literal.length() - 1) {
                c = literal.charAt(++i);
                int special = "0bnrtZ".indexOf(c);
                if (special >= 0) {
                    c = "\0\b\n\r\t\032".charAt(special);
                } else if (c == '%' || c == '_') {
                    member.append('\\');
                }
            }
            member.append(c);
        }
        return member.toString().replaceFirst(" +$", "");
    }

    private static String columnType(String written, int length, int scale, String charset) {
        boolean unsigned = written.contains("unsigned") || written.contains("zerofill") || written.equals("serial");
        String sign = unsigned ? " unsigned" : "";
        String base = written.replaceFirst("\\s+(unsigned|signed|zerofill).*", "");
        String arguments = length < 0 ? "" : scale < 0 ? "(" + length + ")" : "(" + length + "," + scale + ")";
        boolean bytes = charset.equals("binary");
        switch (base) {
            case "int1":
                return "tinyint" + sign;
            case "int2":
                return "smallint" + sign;
            case "int3":
            case "middleint":
                return "mediumint" + sign;
            case "int4":
                return "int" + sign;
            case "int8":
            case "serial":
                return "bigint" + sign;
            case "float":
                return (scale < 0 && length > 24 ? "double" : "float") + sign;
            case "float4":
                return "float" + sign;
            case "float8":
                return "double" + sign;
            case "char":
            case "character":
                return (bytes ? "binary" : "char") + (length < 0 ? "(1)" : arguments);
            case "varchar":
            case "char varying":
            case "character varying":
            case "varcharacter":
                return (bytes ? "varbinary" : "varchar") + arguments;
            case "long":
            case "long varchar":
                return bytes ? "mediumblob" : "mediumtext";
            case "long varbinary":
                return "mediumblob";
            case "text":
                return sized(length, Math.max(1, Charsets.maxLength(charset))) + (bytes ? "blob" : "text");
            case "blob":
                return sized(length, 1) + "blob";
            case "tinytext":
            case "mediumtext":
            case "longtext":
                return bytes ? base.replace("text", "blob") : base;
            default:
                return ColumnTypes.canonical(base + arguments + sign);
        }
    }

    /** TEXT(n) and BLOB(n) are the smallest type that holds n characters or bytes. */
    private static String sized(int length, int maxLength) {
        long bytes = (long) length * maxLength;
        return length < 0 || (bytes > 255 && bytes <= 65_535)
                ? ""
                : bytes <= 255 ? "tiny" : bytes <= 16_777_215 ? "medium" : "long";
    }
}
