package io.github.sluice.coordinator.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of parsed JSON, of which what is missing or of another kind is empty. */
final class JsonTree {
    private JsonTree() {}

    static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((key, element) -> map.put(String.valueOf(key), element));
        }
        return map;
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> found ? found : List.of();
    }

    static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        asMap(value).forEach((key, element) -> texts.put(key, String.valueOf(element)));
        return texts;
    }

    static String text(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }
}
