package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.value.Charsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns after all column clauses of one ALTER TABLE. As in MySQL ({@code prepare_fields_and_keys} in
 * {@code sql/sql_table.cc}) the clauses do not follow each other: DROP, CHANGE and RENAME mean the columns before the
 * statement, whichever names others take, and all but the dropped ones keep their place; then the columns that name a place,
 * and the new ones, are put in, in the order of the statement, and {@code AFTER} means a name after the statement.
 */
final class AlteredColumns {
    private static final List<String> TEXTS = List.of("tinytext", "text", "mediumtext", "longtext");
    private static final long[] TEXT_BYTES = {255, 65_535, 16_777_215, 4_294_967_295L};

    /** The clauses do not fit the table or each other. The message names columns only. */
    static final class MisfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MisfitException(String message) {
            super(message);
        }
    }

    private final Definition before;
    private final Alteration alteration;
    private final Map<String, ColumnClause> clauses = new HashMap<>();
    private final List<ColumnDef> columns = new ArrayList<>();
    /** By which name the old key means each of {@code columns}: the one before the statement, or a new column's. */
    private final List<String> meant = new ArrayList<>();
    /** Changed columns, until those among them that name a place are put there. */
    private final Map<ColumnClause, ColumnDef> waiting = new IdentityHashMap<>();

    private AlteredColumns(Definition before, Alteration alteration) {
        this.before = before;
        this.alteration = alteration;
    }

    /**
     * @param definitions the column that an ADD or CHANGE defines, in a table of the character set that it has afterwards
     * @return the table as it is afterwards, but for the key of a column's definition and for its new name
     * @throws MisfitException if the clauses do not fit the table or each other
     */
    static Definition of(Definition before, Alteration alteration, Function<ColumnClause, ColumnDef> definitions) {
        if (!alteration.unknown().isEmpty()) {
            throw new MisfitException("the clause " + alteration.unknown() + " is not known");
        }
        String charset = alteration.charset();
        boolean toBytes = alteration.converts() && "binary".equals(charset);
        if (toBytes || (charset != null && Charsets.maxLength(charset) == 0)) {
            throw new MisfitException("the character set " + charset);
        }
        AlteredColumns altered = new AlteredColumns(before, alteration);
        altered.assign(alteration.columns());
        altered.stay(definitions);
        for (ColumnClause clause : alteration.columns()) {
            if (clause.kind() == ColumnClause.Kind.ADD) {
                altered.put(clause, definitions.apply(clause), clause.newName());
            } else if (clause.after() != null) {
                altered.put(clause, altered.takeOut(clause), clause.column());
            }
        }
        return altered.definition();
    }

    private void assign(List<ColumnClause> all) {
        for (ColumnClause clause : all) {
            if (clause.kind() == ColumnClause.Kind.ADD) {
                continue;
            }
            if (place(before.columns(), clause.column()) < 0) {
                throw new MisfitException("column " + clause.column() + " is not known");
            }
            if (clause.kind() != ColumnClause.Kind.DEFAULT && clauses.put(folded(clause.column()), clause) != null) {
                throw new MisfitException("column " + clause.column() + " in two clauses");
            }
        }
    }

    /** Those that keep their place. */
    private void stay(Function<ColumnClause, ColumnDef> definitions) {
        for (ColumnDef column : before.columns()) {
            ColumnClause clause = clauses.get(folded(column.name()));
            if (clause == null) {
                keep(column, column.name());
            } else if (clause.kind() == ColumnClause.Kind.RENAME) {
                keep(column, clause.newName());
            } else if (clause.kind() == ColumnClause.Kind.CHANGE) {
                // one that names a place waits here for it, and others may be put behind it
                ColumnDef changed = definitions.apply(clause);
                columns.add(changed);
                meant.add(column.name());
                waiting.put(clause, changed);
            }
        }
    }

    private void keep(ColumnDef column, String name) {
        meant.add(column.name());
        String charset = alteration.charset();
        boolean converts =
                charset != null && alteration.converts() && !column.charset().isEmpty();
        columns.add(
                charset != null && converts
                        ? new ColumnDef(name, converted(column, charset), charset, column.nullable())
                        : new ColumnDef(name, column.columnType(), column.charset(), column.nullable()));
    }

    /** CONVERT TO makes a text longer where the characters that it could hold would have no place any more. */
    private static String converted(ColumnDef column, String charset) {
        int place = TEXTS.indexOf(column.columnType());
        int width = Charsets.maxLength(column.charset());
        if (place < 0 || width == 0) {
            return column.columnType();
        }
        long bytes = TEXT_BYTES[place] / width * Charsets.maxLength(charset);
        while (place < TEXTS.size() - 1 && bytes > TEXT_BYTES[place]) {
            place++;
        }
        return TEXTS.get(place);
    }

    private ColumnDef takeOut(ColumnClause clause) {
        ColumnDef column = waiting.get(clause);
        for (int i = 0; i < columns.size(); i++) {
            if (column != null && columns.get(i) == column) {
                meant.remove(i);
                return columns.remove(i);
            }
        }
        throw new MisfitException("column " + clause.column() + " in two clauses");
    }

    private void put(ColumnClause clause, ColumnDef column, String name) {
        String after = clause.after();
        int place;
        if (after == null) {
            place = columns.size();
        } else if (after.equals(ColumnClause.FIRST)) {
            place = 0;
        } else {
            place = place(columns, after) + 1;
            if (place == 0) {
                throw new MisfitException("column " + after + " is not known");
            }
        }
        columns.add(place, column);
        meant.add(place, name);
    }

    private Definition definition() {
        Set<String> names = new HashSet<>();
        for (ColumnDef column : columns) {
            if (!names.add(folded(column.name()))) {
                throw new MisfitException("column " + column.name() + " twice");
            }
        }
        String charset = alteration.charset();
        return new Definition(columns, key(), charset == null ? before.charset() : charset);
    }

    private List<String> key() {
        List<String> key = new ArrayList<>();
        List<String> added = alteration.primaryKey();
        if (added != null) {
            for (String part : added) {
                int place = place(columns, part);
                if (place < 0) {
                    throw new MisfitException("column " + part + " is not known");
                }
                key.add(columns.get(place).name());
            }
            return key;
        }
        for (String part : before.primaryKey()) {
            // a dropped column leaves the key, unless a new one takes its name
            for (int i = 0; i < columns.size(); i++) {
                if (meant.get(i).equalsIgnoreCase(part)) {
                    key.add(columns.get(i).name());
                    break;
                }
            }
        }
        return key;
    }

    private static int place(List<ColumnDef> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
