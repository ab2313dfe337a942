package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.value.Cell;
import io.github.sluice.streamer.value.Cells;
import io.github.sluice.streamer.value.Collations;
import io.github.sluice.streamer.value.FieldTypes;
import io.github.sluice.wire.type.MySqlType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the columns that a TABLE_MAP event stands for: those that the event itself names, else those of the history, if
 * every column fits the event in type, length, sign, nullability and (from 8.0 on) character set. Nothing is guessed.
 * One thread.
 */
public final class Layouts {
    private static final String ADVICE =
            "set binlog_row_metadata=FULL on the source, or restart the table with a fresh backfill";

    private static final int MOST = 2_000;

    private final SchemaHistory history;
    private final ZoneId zone;
    private final Map<Key, Layout> shared = new HashMap<>();

    /** @param zone in which a TIMESTAMP becomes text */
    public Layouts(SchemaHistory history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
    }

    /** A definition may be stored in more than one way: temporal types of before 5.6.4 stay until a table is rebuilt. */
    private record Key(Definition definition, String types) {}

    /**
     * @throws UnknownSchemaException if the event does not fit what is known, or holds a type that cannot be read
     */
    public Layout of(TableMap map) throws UnknownSchemaException {
        List<String> names = map.names();
        Definition definition;
        if (names != null) {
            definition = named(map, names);
        } else {
            definition = history.definition(map.table());
            if (definition == null) {
                throw new UnknownSchemaException(history.whyUnknown(map.table()), ADVICE);
            }
            check(map, definition);
        }
        Key key = new Key(definition, types(map));
        Layout layout = shared.get(key);
        if (layout == null) {
            layout = layout(map, definition);
            shared.put(key, layout);
        }
        return layout;
    }

    private static String types(TableMap map) {
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < map.size(); i++) {
            types.append((char) map.type(i)).append((char) map.arguments(i));
        }
        return types.toString();
    }

    private static Definition named(TableMap map, List<String> names) throws UnknownSchemaException {
        if (names.size() != map.size()) {
            throw new UnknownSchemaException(
                    "an event with " + names.size() + " names for " + map.size() + " columns", ADVICE);
        }
        List<ColumnDef> columns = new ArrayList<>();
        for (int i = 0; i < map.size(); i++) {
            String charset = charset(map, i, "");
            String type = EventTypes.columnType(map, i, Boolean.TRUE.equals(map.unsigned(i)), charset, map.members(i));
            if (type == null) {
                throw unreadable(names.get(i), map.type(i));
            }
            columns.add(new ColumnDef(names.get(i), type, textCharset(type, charset), map.nullable(i)));
        }
        List<String> key = new ArrayList<>();
        for (int place : map.keyColumns()) {
            key.add(names.get(place));
        }
        return new Definition(columns, key, "");
    }

    private static String charset(TableMap map, int column, String known) {
        String told = map.charset(column);
        return told == null ? known : Collations.canonical(told);
    }

    /** Types of bytes have no character set. */
    private static String textCharset(String type, String charset) {
        return charset.equals("binary") && !type.startsWith("enum") && !type.startsWith("set") ? "" : charset;
    }

    private static UnknownSchemaException unreadable(String column, int type) {
        return new UnknownSchemaException(
                "column " + column + " is of a type that cannot be read (number " + type + ")",
                "leave the table out, or rebuild it on the source with ALTER TABLE ... FORCE");
    }

    private static void check(TableMap map, Definition definition) throws UnknownSchemaException {
        List<ColumnDef> columns = definition.columns();
        if (columns.size() != map.size()) {
            throw new UnknownSchemaException(
                    "the event has " + map.size() + " columns where " + columns.size() + " are known", ADVICE);
        }
        for (int i = 0; i < map.size(); i++) {
            ColumnDef known = columns.get(i);
            String found = found(map, i, known);
            if (!sameType(found, known.columnType())) {
                throw new UnknownSchemaException(
                        "column " + known.name() + " is " + found + " in the event where " + known.columnType()
                                + " is known",
                        ADVICE);
            }
            if (map.nullable(i) != known.nullable() && !mayBeNotNullByItself(known)) {
                throw new UnknownSchemaException(
                        "column " + known.name() + " is " + (map.nullable(i) ? "nullable" : "NOT NULL")
                                + " in the event but not in what is known",
                        ADVICE);
            }
            String told = map.charset(i);
            if (told != null
                    && !textCharset(known.columnType(), Collations.canonical(told))
                            .equals(known.charset())) {
                throw new UnknownSchemaException(
                        "column " + known.name() + " is in " + told + " in the event where " + known.charset()
                                + " is known",
                        ADVICE);
            }
        }
    }

    /**
     * Without {@code explicit_defaults_for_timestamp}, 5.7's default, a TIMESTAMP that does not say NULL is NOT NULL, and
     * no event says what that variable was.
     */
    private static boolean mayBeNotNullByItself(ColumnDef known) {
        return known.nullable() && known.columnType().startsWith("timestamp");
    }

    private static String found(TableMap map, int column, ColumnDef known) {
        Boolean told = map.unsigned(column);
        boolean unsigned = told == null ? known.columnType().endsWith(" unsigned") : told;
        String charset = charset(map, column, known.charset().isEmpty() ? "binary" : known.charset());
        int type = map.type(column);
        if (type == FieldTypes.ENUM || type == FieldTypes.SET) {
            List<String> members = members(known);
            boolean fits = !members.isEmpty() && map.arguments(column) == memberBytes(type, members.size());
            String name = type == FieldTypes.ENUM ? "enum" : "set";
            return fits ? ColumnTypes.ofMembers(name, members) : name + " of " + map.arguments(column) + " bytes";
        }
        String found = EventTypes.columnType(map, column, unsigned, charset, List.of());
        return found == null ? "of type " + type : found;
    }

    private static boolean sameType(String found, String known) {
        // which geometry it is, and how long a vector, is in no event without FULL metadata, and decodes alike
        return found.equals(known)
                || (found.equals("geometry") && isGeometry(known))
                || (found.equals("vector") && known.startsWith("vector"));
    }

    private static boolean isGeometry(String type) {
        return type.endsWith("point")
                || type.endsWith("linestring")
                || type.endsWith("polygon")
                || type.startsWith("geom");
    }

    private static int memberBytes(int type, int members) {
        if (type == FieldTypes.ENUM) {
            return members < 256 ? 1 : 2;
        }
        int bytes = (members + 7) / 8;
        return bytes > 4 ? 8 : bytes;
    }

    private static List<String> members(ColumnDef column) {
        String type = column.columnType();
        return type.startsWith("enum(") || type.startsWith("set(")
                ? MySqlType.parse(type).members()
                : List.of();
    }

    private Layout layout(TableMap map, Definition definition) throws UnknownSchemaException {
        List<ColumnDef> columns = definition.columns();
        Cell[] cells = new Cell[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            ColumnDef column = columns.get(i);
            Boolean told = map.unsigned(i);
            boolean unsigned = told == null ? column.columnType().endsWith(" unsigned") : told;
            String charset = column.charset().isEmpty() ? "binary" : column.charset();
            Cell cell = Cells.of(map.type(i), map.arguments(i), unsigned, charset, members(column), zone);
            if (cell == null) {
                throw unreadable(column.name(), map.type(i));
            }
            cells[i] = cell;
        }
        return new Layout(columns, definition.primaryKey(), cells);
    }

    /** Gives up layouts that DDL has left behind; those in use stay with their tables. */
    public void tidy() {
        if (shared.size() > MOST) {
            shared.clear();
        }
    }
}
