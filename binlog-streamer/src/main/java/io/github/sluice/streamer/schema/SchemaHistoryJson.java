package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.schema.SchemaHistory.Version;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history as compact JSON: each definition once, each table with the numbers of its definitions.
 *
 * <pre>{"version":1, "changes":7, "gtidSet":"...", "lowerCase":false, "charsets":{"shop_0":"utf8mb4"},
 *  "definitions":[{"columns":[["id","bigint unsigned","",0], ...], "key":["id"], "charset":"utf8mb4"}],
 *  "tables":{"shop_0":{"orders_00":[["",0],["uuid:17",1]]}}}</pre>
 *
 * {@code gtidSet} is the beginning's position in text form, whichever kind it is. A version of a table is the name of a
 * transaction, empty for the beginning, and the number of a definition, -1 for a table that is gone, or the reason why it is not
 * known.
 */
public final class SchemaHistoryJson {
    private static final long FORMAT = 1;

    private SchemaHistoryJson() {}

    /** The history as JSON. */
    public static String write(SchemaHistory history) {
        Map<Definition, Integer> numbers = new IdentityHashMap<>();
        List<Object> definitions = new ArrayList<>();
        Map<String, Object> databases = new TreeMap<>();
        history.versions().forEach((table, versions) -> {
            List<Object> written = new ArrayList<>();
            for (Version version : versions) {
                Definition definition = version.definition();
                Object what;
                if (definition != null) {
                    what = numbers.computeIfAbsent(definition, d -> {
                        definitions.add(definition(d));
                        return definitions.size() - 1;
                    });
                } else {
                    what = version.unknown().isEmpty() ? (Object) (-1) : version.unknown();
                }
                written.add(
                        List.of(version.transaction(), what instanceof Integer ? ((Integer) what).longValue() : what));
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> tables =
                    (Map<String, Object>) databases.computeIfAbsent(table.database(), d -> new TreeMap<>());
            tables.put(table.table(), written);
        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", FORMAT);
        root.put("changes", history.changes());
        root.put("gtidSet", history.beginning());
        root.put("lowerCase", history.lowerCase());
        root.put("charsets", new TreeMap<>(history.databaseCharsets()));
        root.put("definitions", definitions);
        root.put("tables", databases);
        return Json.write(root);
    }

    private static Object definition(Definition definition) {
        List<Object> columns = new ArrayList<>();
        for (ColumnDef column : definition.columns()) {
            columns.add(List.of(column.name(), column.columnType(), column.charset(), column.nullable() ? 1L : 0L));
        }
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("columns", columns);
        written.put("key", definition.primaryKey());
        written.put("charset", definition.charset());
        return written;
    }

    /**
     * Reads {@link #write}'s text.
     *
     * @throws IllegalArgumentException if it is not that, or of a later format
     */
    public static SchemaHistory read(String json) {
        Map<String, Object> root = map(Json.parse(json));
        if (!Long.valueOf(FORMAT).equals(root.get("version"))) {
            throw new IllegalArgumentException("a schema history of format " + root.get("version")
                    + ", which this version of the streamer cannot read");
        }
        SchemaHistory history =
                new SchemaHistory(text(root.get("gtidSet")), Boolean.TRUE.equals(root.get("lowerCase")));
        map(root.get("charsets"))
                .forEach((database, charset) -> history.databaseCharsets().put(database, text(charset)));
        List<Definition> definitions = new ArrayList<>();
        for (Object written : list(root.get("definitions"))) {
            definitions.add(history.intern(definition(map(written))));
        }
        map(root.get("tables")).forEach((database, tables) -> map(tables).forEach((table, versions) -> {
            for (Object version : list(versions)) {
                history.restore(new TableId(database, table), version(list(version), definitions));
            }
        }));
        history.restoreChanges(number(root.get("changes")));
        return history;
    }

    private static Version version(List<Object> written, List<Definition> definitions) {
        String transaction = text(written.get(0));
        if (written.get(1) instanceof String unknown) {
            return new Version(transaction, null, unknown);
        }
        int number = (int) number(written.get(1));
        return new Version(transaction, number < 0 ? null : definitions.get(number), "");
    }

    private static Definition definition(Map<String, Object> written) {
        List<ColumnDef> columns = new ArrayList<>();
        for (Object column : list(written.get("columns"))) {
            List<Object> parts = list(column);
            columns.add(new ColumnDef(
                    text(parts.get(0)), text(parts.get(1)), text(parts.get(2)), number(parts.get(3)) == 1));
        }
        List<String> key = new ArrayList<>();
        for (Object name : list(written.get("key"))) {
            key.add(text(name));
        }
        return new Definition(columns, key, text(written.get("charset")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException("not a schema history: an object is missing");
        }
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object value) {
        if (!(value instanceof List)) {
            throw new IllegalArgumentException("not a schema history: a list is missing");
        }
        return (List<Object>) value;
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof String)) {
            throw new IllegalArgumentException("not a schema history: a text is missing");
        }
        return (String) value;
    }

    private static long number(@Nullable Object value) {
        if (!(value instanceof Long)) {
            throw new IllegalArgumentException("not a schema history: a number is missing");
        }
        return (Long) value;
    }
}
