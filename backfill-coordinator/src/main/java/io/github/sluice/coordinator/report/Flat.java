package io.github.sluice.coordinator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evidence, whatever its shape, as lines of a name and a text: names joined by a dot, at most {@link #MOST} lines. */
final class Flat {
    static final int MOST = 60;

    private Flat() {}

    /** Numbers are grouped and times are in the words' zone; a null value is left out. */
    static Map<String, String> of(Map<String, @Nullable Object> evidence, ReportWords words) {
        Map<String, String> lines = new LinkedHashMap<>();
        evidence.forEach((name, value) -> put(lines, name, value, words));
        return lines;
    }

    private static void put(Map<String, String> lines, String name, @Nullable Object value, ReportWords words) {
        if (value == null || lines.size() > MOST) {
            return;
        }
        if (lines.size() == MOST) {
            lines.put("…", "…");
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((inner, one) -> put(lines, name + "." + inner, one, words));
        } else if (value instanceof List<?> list) {
            lines.put(name, String.join(", ", list.stream().map(String::valueOf).toList()));
        } else {
            lines.put(name, value instanceof Long number ? words.number(number) : words.timeOr(value.toString()));
        }
    }
}
