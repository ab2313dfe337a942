package io.github.sluice.coordinator.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the settings file, read key by key into typed values; every wrong or unknown key becomes a problem
 * with its full path. One thread.
 */
final class YamlNode {
    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final KnownKeys knownKeys;

    YamlNode(String path, Map<String, @Nullable Object> values, Problems problems, KnownKeys knownKeys) {
        this.path = path;
        this.values = values;
        this.problems = problems;
        this.knownKeys = knownKeys;
    }

    Problems problems() {
        return problems;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return take(key) != null;
    }

    boolean isText(String key) {
        return take(key) instanceof String;
    }

    boolean isList(String key) {
        return take(key) instanceof List;
    }

    /** The mapping at {@code key}, or null when the key is absent. */
    @Nullable
    YamlNode section(String key) {
        Object value = take(key);
        if (value == null) {
            return null;
        }
        return new YamlNode(path(key), asMap(path(key), value), problems, knownKeys);
    }

    /** The mapping at {@code key}, empty when the key is absent. */
    YamlNode sectionOrEmpty(String key) {
        YamlNode section = section(key);
        return section == null ? new YamlNode(path(key), new LinkedHashMap<>(), problems, knownKeys) : section;
    }

    String required(String key) {
        String text = text(key, null);
        if (text == null) {
            problems.add(path(key), "is required");
            return "";
        }
        return text;
    }

    @Nullable
    String text(String key, @Nullable String otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Map || value instanceof List) {
            problems.add(path(key), "must be a text", value);
            return otherwise;
        }
        String text = value.toString();
        if (text.isBlank()) {
            problems.add(path(key), "must not be blank");
            return otherwise;
        }
        return text;
    }

    String textOr(String key, String otherwise) {
        String text = text(key, otherwise);
        return text == null ? otherwise : text;
    }

    int integer(String key, int otherwise, int least, int most) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        problems.add(path(key), "must be a whole number from " + least + " to " + most, value);
        return otherwise;
    }

    boolean truth(String key, boolean otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        problems.add(path(key), "must be true or false", value);
        return otherwise;
    }

    <E extends Enum<E>> E word(String key, E otherwise, Class<E> type) {
        String text = text(key, null);
        if (text == null) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(java.util.Locale.ROOT);
            if (word.equals(text)) {
                return constant;
            }
            words.add(word);
        }
        problems.add(path(key), "must be one of " + String.join(", ", words), text);
        return otherwise;
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
                problems.add(path(key), "must be a list of texts", element);
            } else {
                texts.add(element.toString());
            }
        }
        return List.copyOf(texts);
    }

    /** The texts at {@code key}, each of which may stand there once. */
    List<String> distinctTexts(String key) {
        List<String> texts = texts(key);
        if (new LinkedHashSet<>(texts).size() != texts.size()) {
            problems.add(path(key), "must name each column once", texts);
        }
        return texts;
    }

    /** The mapping of texts at {@code key}; numbers and booleans count as their text. */
    Map<String, String> textMap(String key) {
        return textMap(key, null);
    }

    /**
     * The mapping of texts at {@code key}.
     *
     * @param nothing the text that YAML's null counts as; null to refuse it
     */
    Map<String, String> textMap(String key, @Nullable String nothing) {
        Object value = take(key);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        asMap(path(key), value).forEach((name, element) -> {
            if (element == null && nothing != null) {
                texts.put(name, nothing);
            } else if (element == null || element instanceof Map || element instanceof List) {
                problems.add(path(key) + "." + name, "must be a text", element);
            } else {
                texts.put(name, element.toString());
            }
        });
        return java.util.Collections.unmodifiableMap(texts);
    }

    /** The list at {@code key}, each element a mapping. */
    List<YamlNode> sections(String key) {
        Object value = take(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            problems.add(path(key), "must be a list", value);
            return List.of();
        }
        List<YamlNode> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path(key) + "[" + i + "]";
            Object element = list.get(i);
            nodes.add(new YamlNode(
                    at, element == null ? new LinkedHashMap<>() : asMap(at, element), problems, knownKeys));
        }
        return nodes;
    }

    /** The mappings of this one by their keys, which are free; each counts as a known key. */
    Map<String, YamlNode> sectionsByName() {
        Map<String, YamlNode> nodes = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            known.add(key);
            String at = path(key);
            nodes.put(
                    key,
                    new YamlNode(at, value == null ? new LinkedHashMap<>() : asMap(at, value), problems, knownKeys));
        });
        return nodes;
    }

    /** The value at {@code key} turned by {@code reading}, whose IllegalArgumentException says the rule. */
    <T> @Nullable T parsed(String key, Function<String, T> reading) {
        String text = text(key, null);
        if (text == null) {
            return null;
        }
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            problems.add(path(key), String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Nullable
    Pattern regex(String key) {
        String text = required(key);
        try {
            return text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problems.add(path(key), "must be a regular expression (" + e.getDescription() + ")", text);
            return null;
        }
    }

    /** Reports every key that nothing asked for; call after all keys are read. */
    void refuseUnknownKeys() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(path(key), "is not a known key; known here: " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object take(String key) {
        known.add(key);
        knownKeys.add(path, key);
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
