package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param alteration what ALTER TABLE does with columns; of CREATE TABLE its primary key
 * @param charset of CREATE DATABASE and ALTER DATABASE; else null
 */
public record Statement(
        Kind kind,
        List<TableId> tables,
        List<TableId> newTables,
        String words,
        boolean ifNotExists,
        boolean copiesRows,
        boolean goesOn,
        Alteration alteration,
        @Nullable String charset) {
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
        Alteration alteration = Alteration.NONE;

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
                    alteration,
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
            boolean opened = in.takeSign('(');
            if (in.take("LIKE")) {
                table(in, database, found.newTables);
                return found.as(Kind.CREATE_TABLE_LIKE, "CREATE TABLE");
            }
            if (opened && !in.is("SELECT") && !in.is("WITH")) {
                found.alteration = new AlterClauses(in).definitions();
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
        AlterClauses clauses = new AlterClauses(in);
        found.alteration = clauses.read();
        found.copiesRows = clauses.copiesRows();
        for (String[] name : clauses.newNames()) {
            found.newTables.add(name.length == 1 ? new TableId(database, name[0]) : new TableId(name[0], name[1]));
        }
        return found.as(Kind.ALTER_TABLE, "ALTER TABLE");
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
