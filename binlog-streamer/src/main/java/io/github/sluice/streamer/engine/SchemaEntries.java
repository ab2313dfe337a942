package io.github.sluice.streamer.engine;

import io.github.sluice.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema history's JSON, cut into entries that stay small however many tables there are: one with what belongs to all,
 * one for each definition (by its content, so shards that are alike share it and it never changes), one for each table.
 * A change of one table is then one or two small records.
 */
final class SchemaEntries {
    private static final String COMMON = "common";
    private static final String DEFINITION = "definition/";
    private static final String TABLE = "table/";

    private SchemaEntries() {}

    /** The history's entries by id. */
    static Map<String, String> split(String json) {
        Map<String, @Nullable Object> common = new LinkedHashMap<>();
        object(Json.parse(json)).forEach((key, value) -> common.put(String.valueOf(key), value));
        Map<String, String> entries = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Object definition : list(common.remove("definitions"))) {
            String text = Json.write(definition);
            String name = sha256(text).substring(0, 32);
            names.add(name);
            entries.put(DEFINITION + name, text);
        }
        object(common.remove("tables"))
                .forEach((database, tables) -> object(tables).forEach((table, versions) -> {
                    List<Object> named = new ArrayList<>();
                    for (Object version : list(versions)) {
                        named.add(named(list(version), names));
                    }
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put("database", String.valueOf(database));
                    entry.put("table", String.valueOf(table));
                    entry.put("versions", named);
                    entries.put(TABLE + database + "." + table, Json.write(entry));
                }));
        entries.put(COMMON, Json.write(common));
        return entries;
    }

    /** A version with the name of its definition in place of the number. */
    private static Object named(List<?> version, List<String> names) {
        List<Object> named = new ArrayList<>();
        named.add(String.valueOf(version.get(0)));
        if (version.get(1) instanceof Long number && number >= 0) {
            named.add(Map.of("definition", names.get(Math.toIntExact(number))));
        } else {
            named.add(version.get(1) instanceof Long ? (Object) (-1L) : String.valueOf(version.get(1)));
        }
        return named;
    }

    /**
     * The history's JSON again.
     *
     * @throws IllegalArgumentException if the entries do not belong together
     */
    static String join(Map<String, String> entries) {
        String commonText = entries.get(COMMON);
        if (commonText == null) {
            throw new IllegalArgumentException("the stored schema history has no " + COMMON + " entry");
        }
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        object(Json.parse(commonText)).forEach((key, value) -> root.put(String.valueOf(key), value));
        Map<String, Long> numbers = new HashMap<>();
        List<@Nullable Object> definitions = new ArrayList<>();
        Map<String, Map<String, Object>> databases = new LinkedHashMap<>();
        entries.forEach((id, text) -> {
            if (id.startsWith(DEFINITION)) {
                numbers.put(id.substring(DEFINITION.length()), (long) definitions.size());
                definitions.add(Json.parse(text));
            }
        });
        entries.forEach((id, text) -> {
            if (id.startsWith(TABLE)) {
                Map<?, ?> entry = object(Json.parse(text));
                List<Object> versions = new ArrayList<>();
                for (Object version : list(entry.get("versions"))) {
                    versions.add(numbered(list(version), numbers, id));
                }
                databases
                        .computeIfAbsent(String.valueOf(entry.get("database")), any -> new LinkedHashMap<>())
                        .put(String.valueOf(entry.get("table")), versions);
            }
        });
        root.put("definitions", definitions);
        root.put("tables", databases);
        return Json.write(root);
    }

    private static Object numbered(List<?> version, Map<String, Long> numbers, String id) {
        Object what = version.get(1);
        if (what instanceof Map<?, ?> map) {
            Long number = numbers.get(String.valueOf(map.get("definition")));
            if (number == null) {
                throw new IllegalArgumentException("the stored schema history lacks a definition of " + id);
            }
            what = number;
        }
        return List.of(String.valueOf(version.get(0)), String.valueOf(what).equals("-1") ? (Object) (-1L) : what);
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("not a schema history: an object is missing");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("not a schema history: a list is missing");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
