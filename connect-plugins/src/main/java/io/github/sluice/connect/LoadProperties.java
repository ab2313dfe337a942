package io.github.sluice.connect;

import io.github.sluice.streamload.ColumnsHeader;
import io.github.sluice.wire.json.Json;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Stream Load headers of each table: strict defaults, then {@code sink.properties.*}, then
 * {@code sluice.table.properties.TABLE.*}.
 *
 * <p>Strict, because StarRocks' own defaults turn what does not fit into NULL without a word (starrocks.md 3.5). Properties
 * that would make rows disappear silently, or that the sink sets itself, are faults. Immutable.
 */
final class LoadProperties {
    private static final Set<String> SET_BY_THE_SINK = new HashSet<>(
            Arrays.asList("label", "db", "table", "authorization", "expect", "transaction_type", "prepared_timeout"));
    private static final Set<String> NOT_SUPPORTED =
            new HashSet<>(Arrays.asList("compression", "content-encoding", "enable_merge_commit", "two_phase_commit"));

    private final Map<String, String> common;
    private final Map<String, Map<String, String>> byTable;

    private LoadProperties(Map<String, String> common, Map<String, Map<String, String>> byTable) {
        this.common = common;
        this.byTable = byTable;
    }

    static LoadProperties from(Map<String, String> settings, Problems problems) {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("format", "json");
        common.put("strip_outer_array", "true");
        common.put("ignore_json_size", "true");
        common.put("strict_mode", "true");
        common.put("max_filter_ratio", "0");
        Map<String, Map<String, String>> byTable = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(SinkKey.PROPERTIES)) {
                String name = key.substring(SinkKey.PROPERTIES.length()).toLowerCase(Locale.ROOT);
                if (allowed(key, name, value, problems)) {
                    common.put(name, value);
                }
            } else if (key.startsWith(SinkKey.TABLE_PROPERTIES)) {
                String rest = key.substring(SinkKey.TABLE_PROPERTIES.length());
                int dot = rest.lastIndexOf('.');
                if (dot <= 0 || dot == rest.length() - 1) {
                    problems.add(key, "must be " + SinkKey.TABLE_PROPERTIES + "TABLE.PROPERTY", key);
                    return;
                }
                String name = rest.substring(dot + 1).toLowerCase(Locale.ROOT);
                if (name.equals("timeout")) {
                    problems.add(key, "timeout is one for all tables: " + SinkKey.PROPERTIES + "timeout", value);
                } else if (allowed(key, name, value, problems)) {
                    byTable.computeIfAbsent(rest.substring(0, dot), unused -> new LinkedHashMap<>())
                            .put(name, value);
                }
            }
        });
        LoadProperties properties = new LoadProperties(common, byTable);
        checkColumns(SinkKey.PROPERTIES, common, problems);
        for (String table : byTable.keySet()) {
            checkColumns(SinkKey.TABLE_PROPERTIES + table + ".", properties.of(table), problems);
        }
        return properties;
    }

    /** All headers of a load into the table. */
    Map<String, String> of(String table) {
        Map<String, String> headers = new LinkedHashMap<>(common);
        headers.putAll(byTable.getOrDefault(table, Collections.emptyMap()));
        return headers;
    }

    /** Tables named by {@code sluice.table.properties}. */
    Set<String> tables() {
        return byTable.keySet();
    }

    /** Stream Load's {@code timeout} in seconds; 600 unless set. */
    String timeout() {
        return common.getOrDefault("timeout", "600");
    }

    private static boolean allowed(String key, String name, String value, Problems problems) {
        if (value == null) {
            problems.add(key, "must have a value");
            return false;
        }
        if (SET_BY_THE_SINK.contains(name)) {
            problems.add(key, "is set by the connector itself; remove it", value);
        } else if (NOT_SUPPORTED.contains(name)) {
            problems.add(key, "is not supported by this connector; remove it", value);
        } else if (name.equals("where")) {
            problems.add(key, "would make rows disappear silently; filter before the sink", value);
        } else if (name.equals("format") && !value.equalsIgnoreCase("json")) {
            problems.add(key, "must be json: this connector sends rows as JSON objects", value);
        } else if (hasControlCharacter(value)) {
            problems.add(key, "must not hold control characters, because it becomes an HTTP header");
        } else {
            return true;
        }
        return false;
    }

    private static boolean hasControlCharacter(String value) {
        return value.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
    }

    /** Columns without a path load as NULL (starrocks.md 6.3; inventory #98). */
    private static void checkColumns(String prefix, Map<String, String> properties, Problems problems) {
        String paths = properties.get("jsonpaths");
        String columns = properties.get("columns");
        if (paths == null) {
            return;
        }
        int count;
        try {
            Object parsed = Json.parse(paths);
            if (!(parsed instanceof List)) {
                problems.add(prefix + "jsonpaths", "must be a JSON array of paths", paths);
                return;
            }
            count = ((List<?>) parsed).size();
        } catch (IllegalArgumentException e) {
            problems.add(prefix + "jsonpaths", "must be a JSON array of paths", paths);
            return;
        }
        if (columns != null && ColumnsHeader.sourceColumns(columns).size() != count) {
            problems.add(
                    prefix + "columns",
                    "must name as many columns without '=' as jsonpaths has paths (" + count + ")",
                    ColumnsHeader.sourceColumns(columns).size());
        }
    }
}
