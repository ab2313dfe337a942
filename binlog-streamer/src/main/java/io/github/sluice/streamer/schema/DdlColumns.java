package io.github.sluice.streamer.schema;

import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.Tables;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.schema.AlteredColumns.MisfitException;
import io.github.sluice.streamer.value.Charsets;
import io.github.sluice.streamer.value.Collations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns after CREATE TABLE and ALTER TABLE, by Debezium's DDL parser. Of an ALTER TABLE
 * the parser sees only definitions of columns, one at a time: it would take the clauses one after the other, unlike MySQL
 * ({@link AlteredColumns}). One thread.
 */
final class DdlColumns {
    private final MySqlAntlrDdlParser parser = new MySqlAntlrDdlParser();

    /**
     * @param statement a CREATE TABLE
     * @param sql its text
     * @param database in use; names in the statement may lack theirs
     * @param table as the statement names it
     * @param charset default of the table's database, for a statement without its own; may be empty
     * @throws RuntimeException if the parser cannot follow
     */
    Definition created(Statement statement, String sql, String database, TableId table, String charset) {
        parser.charsetNameForDatabase().clear();
        if (!charset.isEmpty()) {
            parser.charsetNameForDatabase().put(table.database(), charset);
        }
        // the parser takes a unique key for the primary one where there is none
        List<String> key = statement.alteration().primaryKey();
        return definition(parsed(sql, database, new Tables()), key == null ? List.of() : key, charset);
    }

    /**
     * @param statement an ALTER TABLE
     * @param database in use
     * @param table as the statement names it
     * @param before the table as it is
     * @return the table as it is afterwards, but for a new name
     * @throws AlteredColumns.MisfitException if the statement does not fit the table
     * @throws RuntimeException if the parser cannot follow
     */
    Definition altered(Statement statement, String database, TableId table, Definition before) {
        parser.charsetNameForDatabase().clear();
        Alteration alteration = statement.alteration();
        String charset = alteration.charset() == null ? before.charset() : alteration.charset();
        String converted = alteration.converts() ? charset : null;
        Definition after =
                AlteredColumns.of(before, alteration, clause -> defined(clause, database, table, charset, converted));
        return withKey(after.columns(), after.primaryKey(), after.charset());
    }

    private ColumnDef defined(
            ColumnClause clause, String database, TableId table, String charset, @Nullable String converted) {
        Tables tables = new Tables();
        tables.overwriteTable(Table.editor()
                .tableId(new io.debezium.relational.TableId(table.database(), null, table.table()))
                .setDefaultCharsetName(charset.isEmpty() ? null : charset)
                .create());
        String sql = alter(table) + "ADD COLUMN " + quoted(clause.newName()) + " " + clause.definition();
        List<Column> columns = parsed(sql, database, tables).columns();
        if (columns.size() != 1) {
            throw new IllegalStateException("the clause defines " + columns.size() + " columns");
        }
        ColumnDef column = column(columns.get(0), charset, converted);
        String type = column.columnType();
        if (converted != null && (type.endsWith("text") || type.endsWith("blob"))) {
            // how long it becomes differs from version to version: in 8.0.31 a BLOB turns into a TINYBLOB
            throw new MisfitException("column " + clause.newName() + " is defined as " + type + " beside CONVERT TO");
        }
        return new ColumnDef(clause.newName(), type, column.charset(), column.nullable());
    }

    private static String alter(TableId table) {
        return "ALTER TABLE " + quoted(table.database()) + "." + quoted(table.table()) + " ";
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private Table parsed(String sql, String database, Tables tables) {
        parser.setCurrentDatabase(database);
        parser.setCurrentSchema(database);
        parser.parse(sql, tables);
        if (tables.size() != 1) {
            throw new IllegalStateException("the statement left " + tables.size() + " tables");
        }
        return tables.forTable(tables.tableIds().iterator().next());
    }

    /** Columns of a primary key are NOT NULL, said or not. */
    private static Definition withKey(List<ColumnDef> all, List<String> key, String charset) {
        List<ColumnDef> columns = new ArrayList<>();
        for (ColumnDef column : all) {
            columns.add(
                    column.nullable() && isIn(column.name(), key)
                            ? new ColumnDef(column.name(), column.columnType(), column.charset(), false)
                            : column);
        }
        return new Definition(columns, key, charset);
    }

    private static Definition definition(Table table, List<String> key, String usualCharset) {
        String tableCharset = table.defaultCharsetName() == null
                ? usualCharset
                : Collations.canonical(table.defaultCharsetName().toLowerCase(Locale.ROOT));
        List<ColumnDef> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            String name = unescaped(column.name());
            if (isIn(name, columns.stream().map(ColumnDef::name).toList())) {
                throw new IllegalStateException("column " + name + " twice");
            }
            ColumnDef one = column(column, tableCharset, null);
            columns.add(new ColumnDef(name, one.columnType(), one.charset(), one.nullable()));
        }
        List<String> written = new ArrayList<>();
        for (String part : key) {
            written.add(columns.stream()
                    .map(ColumnDef::name)
                    .filter(part::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new MisfitException("column " + part + " is not known")));
        }
        return withKey(columns, written, tableCharset);
    }

    /** The parser takes the quotes off, but leaves a quote within a name doubled. */
    private static String unescaped(String name) {
        return name.replace("``", "`");
    }

    private static boolean isIn(String name, List<String> key) {
        for (String part : key) {
            if (part.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** @param converted the character set that CONVERT TO gives every text of the statement; null without it */
    private static ColumnDef column(Column column, String tableCharset, @Nullable String converted) {
        boolean nullable = column.isOptional();
        String type = column.typeName();
        String charset = column.charsetName() == null || column.charsetName().equalsIgnoreCase("default")
                ? tableCharset
                : Collations.canonical(column.charsetName().toLowerCase(Locale.ROOT));
        if (converted != null && !charset.equals("binary")) {
            charset = converted;
        }
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
            charset = converted == null ? "utf8mb3" : converted;
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
