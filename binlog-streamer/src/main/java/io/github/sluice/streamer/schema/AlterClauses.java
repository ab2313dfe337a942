package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.value.Collations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the clauses of an ALTER TABLE, or the definitions of a CREATE TABLE (grammar: {@code alter_list_item} in {@code sql/sql_yacc.yy}). One use. */
final class AlterClauses {
    /** Words after ADD and DROP that begin something else than a column; as names of columns they need quotes. */
    private static final Set<String> NOT_COLUMNS = Set.of(
            "INDEX", "KEY", "UNIQUE", "PRIMARY", "FULLTEXT", "SPATIAL", "FOREIGN", "CONSTRAINT", "CHECK", "PARTITION");

    /** First words of clauses and table options that leave columns, primary key and character set alone. */
    private static final Set<String> HARMLESS = Set.of(
            "ALGORITHM",
            "ANALYZE",
            "AUTOEXTEND_SIZE",
            "AUTO_INCREMENT",
            "AVG_ROW_LENGTH",
            "CHECK",
            "CHECKSUM",
            "COALESCE",
            "COMMENT",
            "COMPRESSION",
            "CONNECTION",
            "DATA",
            "DELAY_KEY_WRITE",
            "DISABLE",
            "ENABLE",
            "ENCRYPTION",
            "ENGINE",
            "ENGINE_ATTRIBUTE",
            "FORCE",
            "INDEX",
            "INSERT_METHOD",
            "KEY_BLOCK_SIZE",
            "LOCK",
            "MAX_ROWS",
            "MIN_ROWS",
            "OPTIMIZE",
            "ORDER",
            "PACK_KEYS",
            "PARTITION",
            "PASSWORD",
            "REBUILD",
            "REMOVE",
            "REORGANIZE",
            "REPAIR",
            "ROW_FORMAT",
            "SECONDARY_ENGINE",
            "SECONDARY_ENGINE_ATTRIBUTE",
            "SECONDARY_LOAD",
            "SECONDARY_UNLOAD",
            "STATS_AUTO_RECALC",
            "STATS_PERSISTENT",
            "STATS_SAMPLE_PAGES",
            "STORAGE",
            "TABLESPACE",
            "TYPE",
            "UNION",
            "UPGRADE",
            "WITH",
            "WITHOUT");

    private final SqlTokens in;
    private final List<ColumnClause> columns = new ArrayList<>();
    private final List<String[]> newNames = new ArrayList<>();
    private @Nullable List<String> primaryKey;
    private @Nullable String charset;
    private boolean converts;
    private boolean copiesRows;
    private String unknown = "";

    /** @param in behind the table's name */
    AlterClauses(SqlTokens in) {
        this.in = in;
    }

    Alteration read() {
        do {
            if (!in.atEnd()) {
                clause();
                skipClause();
            }
        } while (in.takeSign(','));
        if (!in.atEnd()) {
            unknown();
        }
        return new Alteration(List.copyOf(columns), primaryKey, charset, converts, unknown);
    }

    /** What stands in the parentheses of a CREATE TABLE. */
    Alteration definitions() {
        do {
            if (isColumn()) {
                defined(ColumnClause.Kind.ADD, "", name());
            } else {
                key();
            }
            skipClause();
        } while (in.takeSign(','));
        return new Alteration(List.copyOf(columns), primaryKey, null, false, unknown);
    }

    /** New names of the table, each with or without its database before it. */
    List<String[]> newNames() {
        return newNames;
    }

    /** See {@code TableChange.copiesRows}. */
    boolean copiesRows() {
        return copiesRows;
    }

    private void unknown() {
        unknown = in.isString() ? "a string" : in.text();
    }

    private void clause() {
        if (in.take("ADD")) {
            add();
        } else if (in.take("MODIFY")) {
            in.take("COLUMN");
            String column = name();
            defined(ColumnClause.Kind.CHANGE, column, column);
        } else if (in.take("CHANGE")) {
            in.take("COLUMN");
            String column = name();
            defined(ColumnClause.Kind.CHANGE, column, name());
        } else if (in.take("ALTER")) {
            if (!in.is("INDEX") && !in.is("CHECK") && !in.is("CONSTRAINT")) {
                in.take("COLUMN");
                columns.add(new ColumnClause(ColumnClause.Kind.DEFAULT, name(), "", "", null));
            }
        } else if (in.take("RENAME")) {
            rename();
        } else if (in.take("CONVERT")) {
            in.take("TO");
            converts = true;
            options();
        } else if (in.take("IMPORT") || in.take("DISCARD") || in.take("EXCHANGE") || in.take("TRUNCATE")) {
            copiesRows = true;
        } else if (in.take("DROP")) {
            drop();
        } else {
            options();
        }
    }

    /** Whether the word behind ADD or DROP is COLUMN or a column's name. */
    private boolean isColumn() {
        return NOT_COLUMNS.stream().noneMatch(in::is);
    }

    private void add() {
        if (!isColumn()) {
            key();
            return;
        }
        in.take("COLUMN");
        if (!in.takeSign('(')) {
            defined(ColumnClause.Kind.ADD, "", name());
            return;
        }
        definitions();
        if (!in.takeSign(')')) {
            unknown();
        }
    }

    /** A key or constraint; only the primary key is of interest. */
    private void key() {
        if (in.take("CONSTRAINT") && !in.is("PRIMARY")) {
            in.takeName();
        }
        if (!in.take("PRIMARY")) {
            return;
        }
        while (!endsClause() && !in.isSign('(')) {
            in.next(); // KEY USING BTREE
        }
        List<String> parts = new ArrayList<>();
        do {
            in.next();
            parts.add(name());
            while (!endsClause()) {
                skip(); // a length, ASC, DESC
            }
        } while (in.isSign(','));
        in.takeSign(')');
        primaryKey = List.copyOf(parts);
    }

    private void drop() {
        copiesRows |= in.is("PARTITION");
        if (in.take("PRIMARY")) {
            if (primaryKey == null) {
                primaryKey = List.of();
            }
        } else if (isColumn()) {
            in.take("COLUMN");
            columns.add(new ColumnClause(ColumnClause.Kind.DROP, name(), "", "", null));
        }
    }

    private void rename() {
        if (in.take("COLUMN")) {
            String column = name();
            in.take("TO");
            columns.add(new ColumnClause(ColumnClause.Kind.RENAME, column, name(), "", null));
        } else if (!in.is("INDEX") && !in.is("KEY")) {
            if (!in.take("TO")) {
                in.take("AS");
            }
            in.takeSign('=');
            String first = in.takeName();
            String second = in.takeSign('.') ? in.takeName() : null;
            if (first == null) {
                unknown();
            } else {
                newNames.add(second == null ? new String[] {first} : new String[] {first, second});
            }
        }
    }

    /** A column's definition, up to its place or to the end of the clause. */
    private void defined(ColumnClause.Kind kind, String column, String newName) {
        int start = in.start();
        int end = start;
        String after = null;
        while (after == null && !endsClause() && !in.is("PARTITION")) {
            int place = in.start();
            if (in.take("CONSTRAINT") || in.take("REFERENCES")) {
                in.takeName(); // which may be FIRST or AFTER
            } else if (in.take("FIRST")) {
                after = ColumnClause.FIRST;
            } else if (in.take("AFTER")) {
                after = name();
            } else if (in.take("UNIQUE")) {
                in.take("KEY");
            } else if (in.take("PRIMARY") || in.take("KEY")) {
                in.take("KEY");
                primaryKey = List.of(newName);
            } else {
                skip();
            }
            end = after == null ? in.start() : place;
        }
        columns.add(new ColumnClause(kind, column, newName, in.between(start, end), after));
    }

    /** Table options, which may follow each other without commas; also clauses without columns. */
    private void options() {
        if (in.is("DEFAULT") || in.is("CHARSET") || in.is("CHARACTER") || in.is("COLLATE")) {
            in.take("DEFAULT");
        } else if (HARMLESS.stream().noneMatch(in::is)) {
            unknown();
        }
        while (!endsClause()) {
            if (in.take("CHARSET") || in.take("CHARACTER")) {
                in.take("SET");
                in.takeSign('=');
                charset = Collations.canonical(in.word().toLowerCase(Locale.ROOT));
            } else if (in.take("COLLATE")) {
                in.takeSign('=');
                charset =
                        Collations.canonical(in.word().toLowerCase(Locale.ROOT).replaceFirst("_.*", ""));
            }
            skip();
        }
    }

    private boolean endsClause() {
        return in.atEnd() || in.isSign(',') || in.isSign(')');
    }

    private void skipClause() {
        while (!endsClause()) {
            skip();
        }
    }

    /** Steps over a token, or over all that is in parentheses. */
    private void skip() {
        int depth = 0;
        do {
            if (in.isSign('(')) {
                depth++;
            } else if (in.isSign(')')) {
                depth--;
            }
            in.next();
        } while (!in.atEnd() && depth > 0);
    }

    private String name() {
        String name = in.takeName();
        while (in.takeSign('.')) { // it may be said which table it is in
            name = in.takeName();
        }
        return name == null ? "" : name;
    }
}
