package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connector's file (inventory #74, #77, #89 to #100). Immutable.
 *
 * @param stream whether it loads changes: the file's name says so, or the columns hold {@code __op}
 * @param at the connector's configuration
 */
record ConnectorFile(String name, boolean stream, JsonPlace at) {
    static final String OPERATION = "__op";

    /** {@code $.name}, {@code $."name"} or {@code $['name']}, each alone or in a list. */
    private static final Pattern PATH =
            Pattern.compile("\\$(?:\\.([^\\s,\"'\\[\\]\\\\.]+)|\\.?\\[?\\\\?[\"']([^\"'\\\\]+)\\\\?[\"']\\]?)");

    static boolean looksLike(JsonPlace document) {
        return config(document).at("connector.class").present();
    }

    private static JsonPlace config(JsonPlace document) {
        return document.at("config").is(Kind.OBJECT) ? document.at("config") : document;
    }

    static ConnectorFile of(JsonPlace document) {
        JsonPlace config = config(document);
        String name = document.at("name").textOr(config.at("name").text());
        boolean operations = config.at("sink.properties.columns").text().contains(OPERATION)
                || config.at("sink.properties.jsonpaths").text().contains(OPERATION);
        return new ConnectorFile(name, document.file().endsWith("-connect.json") || operations, config);
    }

    String file() {
        return at.file();
    }

    /** Whether it loads into StarRocks; others in the folder are none of our business. */
    boolean toStarRocks() {
        return at.at("connector.class").text().contains("StarRocks");
    }

    List<String> topics() {
        return list(at.at("topics").text());
    }

    /** Topic to table, as {@code starrocks.topic2table.map} says it. */
    Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        for (String pair : list(at.at("starrocks.topic2table.map").text())) {
            int colon = pair.lastIndexOf(':');
            if (colon > 0 && colon < pair.length() - 1) {
                tables.put(
                        pair.substring(0, colon).trim(),
                        pair.substring(colon + 1).trim());
            }
        }
        return tables;
    }

    /** The names that values are read into; those that are computed from others are none. */
    List<String> readColumns() {
        List<String> columns = new ArrayList<>();
        for (String column : columnTexts()) {
            if (!column.contains("=")) {
                columns.add(unquoted(column));
            }
        }
        return columns;
    }

    /** Every name that a column of the table gets a value by. */
    List<String> loadedColumns() {
        return columnTexts().stream()
                .map(column -> unquoted(column.contains("=") ? column.substring(0, column.indexOf('=')) : column))
                .toList();
    }

    /** The parts of {@code sink.properties.columns}; commas within an expression part nothing. */
    private List<String> columnTexts() {
        List<String> parts = new ArrayList<>();
        String text = at.at("sink.properties.columns").text();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && (depth == 0 || i == text.length())) {
                if (!text.substring(from, i).isBlank()) {
                    parts.add(text.substring(from, i).trim());
                }
                from = i + 1;
            }
        }
        return parts;
    }

    /** The JSON fields that {@code sink.properties.jsonpaths} names, in order. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        Matcher path = PATH.matcher(at.at("sink.properties.jsonpaths").text());
        while (path.find()) {
            paths.add(path.group(1) != null ? path.group(1) : path.group(2));
        }
        return paths;
    }

    static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return parts;
    }

    private static String unquoted(String name) {
        return name.trim().replaceAll("^`|`$", "");
    }
}
