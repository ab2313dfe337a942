package io.github.sluice.streamer.settings;

import io.github.sluice.wire.key.SecretReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the settings file, read key by key into typed values; every wrong or unknown key becomes a problem with
 * its full path. One thread.
 */
final class YamlNode {
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})(ms|s|m|h)");

    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Problems problems;
    private final Consumer<String> asked;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param path of this mapping, empty for the file itself
     * @param asked is told the path of every key that is read, list positions left out: {@code sources[].name}
     */
    YamlNode(String path, Map<String, @Nullable Object> values, Problems problems, Consumer<String> asked) {
        this.path = path;
        this.values = values;
        this.problems = problems;
        this.asked = asked;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Records that the value of a key breaks a rule. */
    void problem(String key, String rule, @Nullable Object found) {
        problems.add(path(key), rule, found);
    }

    /** As {@link #problem(String, String, Object)}, where there is no value, or none to be shown. */
    void problem(String key, String rule) {
        problems.add(path(key), rule);
    }

    /** The mapping at {@code key}, empty when the key is absent. */
    YamlNode section(String key) {
        Object value = take(key);
        return child(path(key), value == null ? new LinkedHashMap<>() : asMap(path(key), value));
    }

    /** The list at {@code key}, each element a mapping. */
    List<YamlNode> sections(String key) {
        Object value = take(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            problem(key, "must be a list", value);
            return List.of();
        }
        List<YamlNode> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path(key) + "[" + i + "]";
            Object element = list.get(i);
            nodes.add(child(at, element == null ? new LinkedHashMap<>() : asMap(at, element)));
        }
        return nodes;
    }

    private YamlNode child(String at, Map<String, @Nullable Object> map) {
        return new YamlNode(at, map, problems, asked);
    }

    /** The text at {@code key}; its absence is a problem, and then the text is empty. */
    String required(String key) {
        String text = text(key, "");
        if (text.isEmpty() && values.get(key) == null) {
            problem(key, "is required");
        }
        return text;
    }

    String text(String key, String otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Map || value instanceof List) {
            problem(key, "must be a text", value);
            return otherwise;
        }
        if (value.toString().isBlank()) {
            problem(key, "must not be blank");
            return otherwise;
        }
        return value.toString();
    }

    /** A required text that must match as a whole. */
    String matching(String key, Pattern shape, String rule) {
        String text = required(key);
        if (!text.isEmpty() && !shape.matcher(text).matches()) {
            problem(key, rule, text);
        }
        return text;
    }

    /** A required reference to a secret. Another value is not printed: somebody may have pasted the secret. */
    String reference(String key) {
        Object value = take(key);
        if (value == null) {
            problem(key, "is required");
            return "";
        }
        checkReference(key, value.toString());
        return value.toString();
    }

    void checkReference(String key, String text) {
        if (!SecretReference.isReference(text)) {
            problem(key, "must be a reference, env:NAME or file:PATH, never the secret itself");
        }
    }

    /** A required whole number; 0 where it is missing or wrong. */
    long whole(String key, long least, long most) {
        if (take(key) == null) {
            problem(key, "is required");
            return 0;
        }
        return whole(key, 0, least, most);
    }

    long whole(String key, long otherwise, long least, long most) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= least && number <= most) {
                return number;
            }
        }
        problem(key, "must be a whole number from " + least + " to " + most, value);
        return otherwise;
    }

    Duration duration(String key, Duration otherwise) {
        String text = text(key, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            problem(key, "must be a time such as 500ms, 30s, 10m or 12h", text);
            return otherwise;
        }
        long count = Long.parseLong(time.group(1));
        return time.group(2).equals("ms")
                ? Duration.ofMillis(count)
                : Duration.parse("PT" + count + time.group(2).toUpperCase(Locale.ROOT));
    }

    /** The texts at {@code key}; a single text counts as a list of one. */
    List<String> texts(String key) {
        Object value = take(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            if (element == null
                    || element instanceof Map
                    || element instanceof List
                    || element.toString().isBlank()) {
                problem(key, "must be a list of texts", element);
            } else {
                texts.add(element.toString());
            }
        }
        return List.copyOf(texts);
    }

    /** The mapping of texts at {@code key}; numbers and booleans count as their text. */
    Map<String, String> textMap(String key) {
        Object value = take(key);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        asMap(path(key), value).forEach((name, element) -> {
            if (element == null || element instanceof Map || element instanceof List) {
                problem(key + "." + name, "must be a text", element);
            } else {
                texts.put(name, element.toString());
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /** Reports every key that nothing asked for; call after all keys are read. */
    void refuseUnknownKeys() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problem(key, "is not a known key; known here: " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object take(String key) {
        if (known.add(key)) {
            asked.accept(path(key).replaceAll("\\[\\d+\\]", "[]"));
        }
        return values.get(key);
    }

    private Map<String, @Nullable Object> asMap(String at, Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((k, v) -> map.put(String.valueOf(k), v));
        } else {
            problems.add(at, "must be a mapping of keys and values", value);
        }
        return map;
    }
}
