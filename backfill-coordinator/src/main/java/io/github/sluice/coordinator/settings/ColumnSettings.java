package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.Mask;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.ColumnChoice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a table of {@code sluice.yaml} says about single columns: {@code include, exclude, mask, types}. */
final class ColumnSettings {
    private static final String FIXED = "fixed:";
    private static final String STARROCKS_TYPE = "(?i)[a-z]+(\\(\\s*\\d{1,7}\\s*(,\\s*\\d{1,7}\\s*)?\\))?";

    private ColumnSettings() {}

    /**
     * Reads the keys of one table.
     *
     * @param renamed the columns that {@code columns} names
     * @param streaming whether live changes are captured
     */
    static ColumnChoice read(YamlNode node, Set<String> renamed, boolean streaming, Problems problems) {
        boolean chosen = node.has("include");
        List<String> include = node.distinctTexts("include");
        List<String> exclude = node.distinctTexts("exclude");
        if (chosen && node.has("exclude")) {
            problems.add(node.path("exclude"), "must not stand beside include; one of the two says it all");
        } else if (chosen && include.isEmpty()) {
            problems.add(node.path("include"), "must name at least one column");
        }
        Map<String, Mask> masks = masks(node, problems);
        if (streaming && !masks.isEmpty()) {
            problems.add(
                    node.path("mask"),
                    "must not stand beside a streamer, which sends every change as MySQL has it; leave the columns out"
                            + " with exclude, or move the table in a run without streamer");
        }
        Map<String, String> types = node.textMap("types");
        types.forEach((column, type) -> {
            if (!type.matches(STARROCKS_TYPE)) {
                problems.add(
                        node.path("types") + "." + column,
                        "must be a StarRocks type such as bigint, decimal(20,6) or varchar(1000)",
                        type);
            }
        });
        ColumnChoice choice = new ColumnChoice(include, exclude, masks, types);
        refuseUnwanted(node, "columns", renamed, choice, problems);
        refuseUnwanted(node, "mask", masks.keySet(), choice, problems);
        refuseUnwanted(node, "types", types.keySet(), choice, problems);
        return choice;
    }

    /** To say something of a column that is not moved is a slip somewhere. */
    private static void refuseUnwanted(
            YamlNode node, String key, Set<String> columns, ColumnChoice choice, Problems problems) {
        for (String column : columns) {
            if (!choice.wants(column)) {
                problems.add(
                        node.path(key) + "." + column,
                        "must be a column that is moved, but "
                                + (choice.include().isEmpty() ? "exclude" : "include") + " leaves it out");
            }
        }
    }

    private static Map<String, Mask> masks(YamlNode node, Problems problems) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        node.textMap("mask", "null").forEach((column, text) -> {
            Mask mask = mask(text);
            if (mask == null) {
                problems.add(node.path("mask") + "." + column, "must be hash, null or fixed:TEXT", text);
            } else if (!mask.text().matches("[^\\\\\\p{Cntrl}]*") || mask.text().contains("${")) {
                problems.add(
                        node.path("mask") + "." + column,
                        "must have a text without backslash, line break and ${, which SQL and DataX read otherwise",
                        text);
            } else {
                masks.put(column, mask);
            }
        });
        return Collections.unmodifiableMap(masks);
    }

    private static @Nullable Mask mask(String text) {
        return switch (text) {
            case "hash" -> new Mask(Mask.Kind.HASH, "");
            case "null" -> new Mask(Mask.Kind.NULL, "");
            default -> text.startsWith(FIXED) ? new Mask(Mask.Kind.FIXED, text.substring(FIXED.length())) : null;
        };
    }
}
