package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of a QUERY event does, and to which tables; the columns of CREATE and ALTER are left to the DDL
 * parser. Immutable.
 *
 * @param kind what it does
 * @param tables the tables it names as its object. For DML those it may change, rather too many than too few
 * @param newTables for RENAME and {@code ALTER TABLE ... RENAME} the new name for each table, else empty
 * @param words its leading words, for example {@code ALTER TABLE}
 * @param ifNotExists whether CREATE leaves an existing table alone
 * @param copiesRows see {@code TableChange.copiesRows}
 * @param goesOn whether rows of the same transaction follow: a CREATE TABLE ... SELECT of 8.0.21 and later
 * @param needed columns that ALTER TABLE names, which must exist
 * @param dropped columns that ALTER TABLE drops
 * @param added columns that ALTER TABLE adds or renames to, which must not exist unless dropped
 * @param tableCharset whether ALTER TABLE sets the default character set, which added columns may or may not get
 * @param charset of {@code ALTER TABLE ... CONVERT TO CHARACTER SET}, of CREATE DATABASE and ALTER DATABASE; else null
 */
public record Statement(
        Kind kind,
        List<TableId> tables,
        List<TableId> newTables,
        String words,
        boolean ifNotExists,
        boolean copiesRows,
        boolean goesOn,
        List<String> needed,
        List<String> dropped,
        List<String> added,
        boolean tableCharset,
        @Nullable String charset) {
    /** Words after ADD and DROP that begin something else than a column; as names of columns they need quotes. */
    private static final Set<String> NOT_COLUMNS = Set.of(
            "COLUMN",
            "INDEX",
            "KEY",
            "UNIQUE",
            "PRIMARY",
            "FULLTEXT",
            "SPATIAL",
            "FOREIGN",
            "CONSTRAINT",
            "CHECK",
            "PARTITION");

    /** What a statement does. */
    public enum Kind {
        BEGIN,
        COMMIT,
        ROLLBACK,
        ROLLBACK_TO_SAVEPOINT,
        XA_BEGIN,
        /** Changes rows of {@link #tables}, or of tables that cannot be told if there are none. */
        DML,
        CREATE_TABLE,
        CREATE_TABLE_LIKE,
        ALTER_TABLE,
        DROP_TABLE,
        TRUNCATE_TABLE,
        RENAME_TABLE,
        /** Of a table, without a change of its columns. */
        INDEX,
        CREATE_DATABASE,
        ALTER_DATABASE,
        DROP_DATABASE,
        /** Nothing that concerns rows or columns. */
        OTHER
    }

    private static final class Found {
        final List<TableId> tables = new ArrayList<>();
        final List<TableId> newTables = new ArrayList<>();
        boolean ifNotExists;
        boolean copiesRows;
        boolean goesOn;
        final List<String> needed = new ArrayList<>();
        final List<String> dropped = new ArrayList<>();
        final List<String> added = new ArrayList<>();
        boolean tableCharset;

        @Nullable
        String charset;

        Statement as(Kind kind, String words) {
            return new Statement(
                    kind,
                    List.copyOf(tables),
                    List.copyOf(newTables),
                    words,
                    ifNotExists,
                    copiesRows,
                    goesOn,
                    List.copyOf(needed),
                    List.copyOf(dropped),
                    List.copyOf(added),
                    tableCharset,
                    charset);
        }
    }

    /**
     * Reads a statement.
     *
     * @param database the one in use, for names without one
     */
    public static Statement of(String sql, String database, boolean backslashEscapes, boolean ansiQuotes) {
        SqlTokens in = new SqlTokens(sql, backslashEscapes, ansiQuotes);
        while (in.takeSign('(')) {
            // a parenthesised statement
        }
        String first = in.isName() ? in.text().toUpperCase(Locale.ROOT) : "";
        in.next();
        Found found = new Found();
        switch (first) {
            case "BEGIN":
                return found.as(Kind.BEGIN, first);
            case "COMMIT":
                return found.as(Kind.COMMIT, first);
            case "ROLLBACK":
                return found.as(in.is("TO") ? Kind.ROLLBACK_TO_SAVEPOINT : Kind.ROLLBACK, first);
            case "XA":
                boolean begins = in.is("START") || in.is("BEGIN");
                return found.as(begins ? Kind.XA_BEGIN : Kind.OTHER, first);
            case "CREATE":
                return create(in, database, found);
            case "ALTER":
                return alter(in, database, found);
            case "DROP":
                return drop(in, database, found);
            case "TRUNCATE":
                in.take("TABLE");
                table(in, database, found.tables);
                return found.as(Kind.TRUNCATE_TABLE, "TRUNCATE TABLE");
            case "RENAME":
                return rename(in, database, found);
            case "INSERT":
            case "REPLACE":
                while (in.is("LOW_PRIORITY") || in.is("DELAYED") || in.is("HIGH_PRIORITY") || in.is("IGNORE")) {
                    in.next();
                }
                in.take("INTO");
                table(in, database, found.tables);
                return found.as(Kind.DML, first);
            case "LOAD":
                while (!in.atEnd() && !in.take("INTO")) {
                    in.next();
                }
                in.take("TABLE");
                table(in, database, found.tables);
                return found.as(Kind.DML, first);
            case "UPDATE":
                allNames(in, database, found.tables, "SET");
                return found.as(Kind.DML, first);
            case "DELETE":
                allNames(in, database, found.tables, "WHERE");
                return found.as(Kind.DML, first);
            case "WITH":
                allNames(in, database, found.tables, "");
                return found.as(Kind.DML, first);
            case "CALL":
            case "SELECT":
            case "DO":
                return found.as(Kind.DML, first);
            default:
                return found.as(Kind.OTHER, first);
        }
    }

    private static Statement create(SqlTokens in, String database, Found found) {
        if (in.is("TEMPORARY")) {
            return found.as(Kind.OTHER, "CREATE TEMPORARY TABLE");
        }
        if (in.take("TABLE")) {
            found.ifNotExists = ifExists(in);
            table(in, database, found.tables);
            boolean like = in.take("LIKE") || (in.takeSign('(') && in.take("LIKE"));
            if (like) {
                table(in, database, found.newTables);
                return found.as(Kind.CREATE_TABLE_LIKE, "CREATE TABLE");
            }
            boolean start = false;
            for (; !in.atEnd(); in.next()) {
                found.goesOn = start && in.is("TRANSACTION");
                start = in.is("START");
                found.copiesRows |= in.is("SELECT");
            }
            return found.as(Kind.CREATE_TABLE, "CREATE TABLE");
        }
        if (in.take("DATABASE") || in.take("SCHEMA")) {
            found.ifNotExists = ifExists(in);
            database(in, database, found.tables);
            charset(in, found);
            return found.as(Kind.CREATE_DATABASE, "CREATE DATABASE");
        }
        while (in.is("UNIQUE") || in.is("FULLTEXT") || in.is("SPATIAL") || in.is("ONLINE") || in.is("OFFLINE")) {
            in.next();
        }
        if (in.take("INDEX")) {
            return index(in, database, found, "CREATE INDEX");
        }
        return found.as(Kind.OTHER, "CREATE");
    }

    private static Statement index(SqlTokens in, String database, Found found, String words) {
        while (!in.atEnd() && !in.take("ON")) {
            in.next();
        }
        table(in, database, found.tables);
        return found.as(Kind.INDEX, words);
    }

    private static Statement alter(SqlTokens in, String database, Found found) {
        while (in.is("ONLINE") || in.is("OFFLINE") || in.is("IGNORE")) {
            in.next();
        }
        if (in.take("DATABASE") || in.take("SCHEMA")) {
            database(in, database, found.tables);
            charset(in, found);
            return found.as(Kind.ALTER_DATABASE, "ALTER DATABASE");
        }
        if (!in.take("TABLE")) {
            return found.as(Kind.OTHER, "ALTER");
        }
        table(in, database, found.tables);
        boolean clauseStarts = true;
        int depth = 0;
        while (!in.atEnd()) {
            if (in.takeSign('(')) {
                depth++;
                clauseStarts = false;
            } else if (in.takeSign(')')) {
                depth--;
            } else if (in.takeSign(',')) {
                clauseStarts = depth == 0;
            } else if (clauseStarts) {
                clauseStarts = false;
                clause(in, database, found);
            } else {
                in.next();
            }
        }
        return found.as(Kind.ALTER_TABLE, "ALTER TABLE");
    }

    private static void clause(SqlTokens in, String database, Found found) {
        if (in.take("ADD")) {
            add(in, found);
        } else if (in.take("MODIFY") || in.take("ALTER")) {
            column(in, found.needed);
        } else if (in.take("CHANGE")) {
            column(in, found.needed);
            column(in, found.added);
            if (found.added.get(found.added.size() - 1).equalsIgnoreCase(found.needed.get(found.needed.size() - 1))) {
                found.added.remove(found.added.size() - 1);
            }
        } else if (in.take("RENAME")) {
            if (in.take("COLUMN")) {
                column(in, found.needed);
                in.take("TO");
                column(in, found.added);
            } else if (!in.is("INDEX") && !in.is("KEY")) {
                if (!in.take("TO")) {
                    in.take("AS");
                }
                in.takeSign('=');
                table(in, database, found.newTables);
            }
        } else if (in.take("CONVERT")) {
            in.take("TO");
            boolean named = in.take("CHARSET") || (in.take("CHARACTER") && in.take("SET"));
            in.takeSign('=');
            if (named && in.isName()) {
                found.charset = in.text().toLowerCase(Locale.ROOT);
            }
        } else if (in.take("IMPORT") || in.take("DISCARD") || in.take("EXCHANGE")) {
            found.copiesRows = true;
        } else if (in.take("TRUNCATE")) {
            found.copiesRows = true;
        } else if (in.take("DROP")) {
            found.copiesRows |= in.is("PARTITION");
            if (!NOT_COLUMNS.contains(in.text().toUpperCase(Locale.ROOT)) || in.is("COLUMN")) {
                column(in, found.needed);
                found.dropped.add(found.needed.get(found.needed.size() - 1));
            }
        } else {
            options(in, found);
        }
    }

    /** Table options, which may follow each other without commas. */
    private static void options(SqlTokens in, Found found) {
        while (!in.atEnd() && !in.isSign(',') && !in.isSign('(')) {
            found.tableCharset |= in.is("CHARSET") || in.is("CHARACTER") || in.is("COLLATE");
            in.next();
        }
    }

    private static void add(SqlTokens in, Found found) {
        if (NOT_COLUMNS.contains(in.text().toUpperCase(Locale.ROOT)) && !in.is("COLUMN")) {
            return;
        }
        in.take("COLUMN");
        if (!in.takeSign('(')) {
            column(in, found.added);
            return;
        }
        int depth = 1;
        boolean starts = true;
        while (!in.atEnd() && depth > 0) {
            if (starts) {
                starts = false;
                if (!NOT_COLUMNS.contains(in.text().toUpperCase(Locale.ROOT))) {
                    column(in, found.added);
                }
            } else if (in.takeSign('(')) {
                depth++;
            } else if (in.takeSign(')')) {
                depth--;
            } else if (in.takeSign(',')) {
                starts = depth == 1;
            } else {
                in.next();
            }
        }
    }

    private static void column(SqlTokens in, List<String> columns) {
        in.take("COLUMN");
        String name = in.takeName();
        columns.add(name == null ? "" : name);
    }

    private static Statement drop(SqlTokens in, String database, Found found) {
        if (in.is("TEMPORARY")) {
            return found.as(Kind.OTHER, "DROP TEMPORARY TABLE");
        }
        if (in.take("DATABASE") || in.take("SCHEMA")) {
            ifExists(in);
            database(in, database, found.tables);
            return found.as(Kind.DROP_DATABASE, "DROP DATABASE");
        }
        if (in.take("TABLE") || in.take("TABLES")) {
            ifExists(in);
            do {
                table(in, database, found.tables);
            } while (in.takeSign(','));
            return found.as(Kind.DROP_TABLE, "DROP TABLE");
        }
        while (in.is("ONLINE") || in.is("OFFLINE")) {
            in.next();
        }
        return in.take("INDEX") ? index(in, database, found, "DROP INDEX") : found.as(Kind.OTHER, "DROP");
    }

    private static Statement rename(SqlTokens in, String database, Found found) {
        if (!in.take("TABLE") && !in.take("TABLES")) {
            return found.as(Kind.OTHER, "RENAME");
        }
        do {
            table(in, database, found.tables);
            in.take("TO");
            table(in, database, found.newTables);
        } while (in.takeSign(','));
        return found.as(Kind.RENAME_TABLE, "RENAME TABLE");
    }

    /** Steps over IF EXISTS or IF NOT EXISTS. */
    private static boolean ifExists(SqlTokens in) {
        if (!in.take("IF")) {
            return false;
        }
        in.take("NOT");
        in.take("EXISTS");
        return true;
    }

    private static void table(SqlTokens in, String database, List<TableId> tables) {
        String name = in.takeName();
        if (name == null) {
            return;
        }
        if (in.takeSign('.')) {
            String second = in.takeName();
            tables.add(second == null ? new TableId(database, name) : new TableId(name, second));
        } else {
            tables.add(new TableId(database, name));
        }
    }

    private static void database(SqlTokens in, String database, List<TableId> tables) {
        boolean named = in.isName() && !in.is("CHARACTER") && !in.is("DEFAULT") && !in.is("COLLATE");
        tables.add(new TableId(named ? in.text() : database, ""));
        if (named) {
            in.next();
        }
    }

    /** CHARACTER SET x, or COLLATE x_y, whose first part is the character set. */
    private static void charset(SqlTokens in, Found found) {
        for (; !in.atEnd(); in.next()) {
            if (in.take("CHARSET") || (in.take("CHARACTER") && in.take("SET"))) {
                in.takeSign('=');
                found.charset = in.text().toLowerCase(Locale.ROOT);
            } else if (in.take("COLLATE")) {
                in.takeSign('=');
                found.charset = in.text().toLowerCase(Locale.ROOT).replaceFirst("_.*", "");
            }
        }
    }

    private static void allNames(SqlTokens in, String database, List<TableId> tables, String until) {
        while (!in.atEnd() && !in.is(until)) {
            if (in.isName()) {
                table(in, database, tables);
            } else {
                in.next();
            }
        }
    }
}
