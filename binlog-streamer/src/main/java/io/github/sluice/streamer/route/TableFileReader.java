package io.github.sluice.streamer.route;

import io.github.sluice.streamer.route.TableFile.Deletes;
import io.github.sluice.streamer.settings.Problems;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.type.MySqlType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table file: the six keys of the published scripts (inventory #61) and ours, which all have defaults. Every key,
 * type, default and check of the format stands here.
 */
final class TableFileReader {
    /** What says upsert or delete in every value (inventory #67); no column can have its name. */
    static final String OP_COLUMN = "__op";

    /** Name of the column that {@code need_table} adds (inventory #66). */
    static final String TABLE_COLUMN = "table_name";

    private static final Pattern DATABASE_AND_TABLE = Pattern.compile("[^.]+\\..+");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private TableFileReader() {}

    /**
     * Reads and checks.
     *
     * @param sources names of the sources there are
     * @return null if there are {@code problems}
     */
    static @Nullable TableFile read(
            Path path, byte[] bytes, Set<String> sources, Problems problems, Consumer<String> asked) {
        Problems own = new Problems();
        String name = String.valueOf(path.getFileName());
        TableFile file = null;
        Map<?, ?> object = parse(name, bytes, own);
        if (object != null) {
            file = read(path, bytes, sources, new JsonNode(name, object, own, asked));
        }
        own.lines().forEach(problems::add);
        return own.isEmpty() ? file : null;
    }

    private static @Nullable Map<?, ?> parse(String name, byte[] bytes, Problems problems) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Windows editors write a byte order mark
            Object document = Json.parse(text.startsWith("\ufeff") ? text.substring(1) : text);
            if (document instanceof Map<?, ?> map) {
                return map;
            }
            problems.add(name, "must be one JSON object");
        } catch (CharacterCodingException e) {
            problems.add(name, "must be text in UTF-8");
        } catch (IllegalArgumentException e) {
            problems.add(name, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static TableFile read(Path path, byte[] bytes, Set<String> sources, JsonNode json) {
        String key = json.required("key");
        String topic = json.required("topic");
        if (!topic.isEmpty() && (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals(".."))) {
            json.problem("topic", "must be a legal topic name (letters, digits, '.', '_', '-', at most 249)", topic);
        }
        boolean needTable = json.truth("need_table");
        boolean exact = json.truth("complete_regex");
        String regex = json.blankable("regex");
        Pattern expression = null;
        if (exact && !key.isEmpty() && !DATABASE_AND_TABLE.matcher(key).matches()) {
            json.problem("key", "must be database.table where complete_regex is true", key);
        } else if (!exact && regex.isBlank()) {
            json.problem("regex", "is required where complete_regex is false");
        } else if (!exact) {
            expression = json.expression("regex", regex);
        }
        Columns columns = columns(json);
        String source = json.optional("source");
        if (source != null && !sources.contains(source)) {
            json.problem("source", "must be a source of streamer.yaml: " + String.join(", ", sources), source);
        }
        String tableColumn = json.optional("table_column");
        if (tableColumn != null && !needTable) {
            json.problem("table_column", "must not stand beside need_table false", tableColumn);
        }
        Map<String, String> constants = new LinkedHashMap<>();
        constants.put("source_column", or(json.optional("source_column"), ""));
        constants.put("database_column", or(json.optional("database_column"), ""));
        constants.put("table_column", needTable ? or(tableColumn, TABLE_COLUMN) : "");
        Set<String> wire = wireNames(json, columns.mapping, constants);
        List<String> keyColumns = json.list("key_columns");
        Set<String> once = new LinkedHashSet<>();
        for (int i = 0; i < keyColumns.size(); i++) {
            if (!once.add(keyColumns.get(i))) {
                json.problem("key_columns[" + i + "]", "must name each column once", keyColumns.get(i));
            } else if (!wire.contains(keyColumns.get(i))) {
                json.problem("key_columns[" + i + "]", "must be one of the wire columns " + wire, keyColumns.get(i));
            }
        }
        List<Pattern> include = json.expressions("include");
        List<Pattern> exclude = json.expressions("exclude");
        Map<String, Deletes> deleteWords = new LinkedHashMap<>();
        deleteWords.put("apply", Deletes.APPLY);
        deleteWords.put("ignore", Deletes.IGNORE);
        Deletes deletes = json.word("deletes", Deletes.APPLY, deleteWords);
        Map<String, Cascades> cascadeWords = new LinkedHashMap<>();
        cascadeWords.put("refuse", Cascades.REFUSE);
        cascadeWords.put("accept", Cascades.ACCEPT);
        Cascades cascades = json.word("cascades", Cascades.REFUSE, cascadeWords);
        RecordKeys.Mode keyMode = keyMode(json);
        json.refuseUnknownKeys();
        return new TableFile(
                path,
                sha256(bytes),
                key,
                topic,
                expression,
                columns.mapping,
                columns.ignored,
                source,
                orNull(constants.get("source_column")),
                orNull(constants.get("database_column")),
                orNull(constants.get("table_column")),
                keyColumns,
                columns.types,
                include,
                exclude,
                deletes,
                cascades == Cascades.ACCEPT,
                keyMode);
    }

    private enum Cascades {
        REFUSE,
        ACCEPT
    }

    private record Columns(Map<String, String> mapping, List<String> ignored, Map<String, String> types) {}

    private static Columns columns(JsonNode json) {
        Map<String, @Nullable String> written = json.texts("column_mapping", true);
        Map<String, String> mapping = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>(json.list("ignore_columns"));
        Map<String, String> spellings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (written == null) {
            json.problem("column_mapping", "is required");
            written = Map.of();
        }
        written.forEach((column, wire) -> {
            String other = spellings.putIfAbsent(column, column);
            if (other != null) {
                json.problem(
                        "column_mapping." + column,
                        "is the same column as " + other + ": MySQL does not tell letter case apart in column names");
            }
            if (wire == null) {
                ignored.add(column);
            } else {
                mapping.put(column, wire);
            }
        });
        if (mapping.isEmpty()) {
            json.problem("column_mapping", "must map at least one column");
        }
        Set<String> mapped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        mapped.addAll(mapping.keySet());
        for (String column : ignored) {
            if (mapped.contains(column)) {
                json.problem("ignore_columns", "must not name a column that is mapped", column);
            }
        }
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, @Nullable String> planned = json.texts("types", false);
        if (planned != null) {
            planned.forEach((column, type) -> types.put(column, or(type, "")));
        }
        checkTypes(json, types, mapping, mapped);
        return new Columns(mapping, ignored, types);
    }

    private static void checkTypes(
            JsonNode json, Map<String, String> types, Map<String, String> mapping, Set<String> mapped) {
        types.forEach((column, type) -> {
            try {
                if (mapped.contains(column)) {
                    MySqlType.parse(type);
                }
            } catch (IllegalArgumentException e) {
                json.problem("types." + column, String.valueOf(e.getMessage()));
            }
        });
        if (!types.isEmpty()) {
            Set<String> typed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            typed.addAll(types.keySet());
            for (String column : mapping.keySet()) {
                if (!typed.contains(column)) {
                    json.problem("types", "must name every mapped column, but " + column + " is missing");
                }
            }
        }
    }

    /** The names of the wire row; each may be there once. */
    private static Set<String> wireNames(JsonNode json, Map<String, String> mapping, Map<String, String> constants) {
        Set<String> names = new LinkedHashSet<>();
        mapping.forEach((column, wire) -> {
            if (!names.add(wire)) {
                json.problem("column_mapping." + column, "must be a wire column of its own", wire);
            }
            refuseOp(json, "column_mapping." + column, wire);
        });
        constants.forEach((key, wire) -> {
            if (!wire.isEmpty() && !names.add(wire)) {
                json.problem(key, "must be a wire column of its own", wire);
            }
            refuseOp(json, key, wire);
        });
        return names;
    }

    private static void refuseOp(JsonNode json, String path, String wire) {
        if (wire.equals(OP_COLUMN)) {
            json.problem(path, "must not be " + OP_COLUMN + ", which says upsert or delete in every value");
        }
    }

    private static RecordKeys.Mode keyMode(JsonNode json) {
        Map<String, RecordKeys.Mode> words = new LinkedHashMap<>();
        words.put("hmac", RecordKeys.Mode.HMAC);
        words.put("columns", RecordKeys.Mode.COLUMNS);
        String written = json.optional("key_mode");
        if (written != null && written.toLowerCase(Locale.ROOT).equals("md5")) {
            json.problem(
                    "key_mode",
                    "must be hmac or columns: md5 is taken over the whole row, so that changes of one row would lie in"
                            + " several partitions and lose their order",
                    written);
            return RecordKeys.Mode.HMAC;
        }
        return json.word("key_mode", RecordKeys.Mode.HMAC, words);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
