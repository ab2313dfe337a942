package io.github.sluice.streamer.route;

import io.github.sluice.streamer.settings.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The object of a table file, read key by key; every wrong or unknown key becomes a problem. One thread. */
final class JsonNode {
    private final Map<?, ?> values;
    private final Problems problems;
    private final String file;
    private final Consumer<String> asked;
    private final Set<String> known = new LinkedHashSet<>();

    JsonNode(String file, Map<?, ?> values, Problems problems, Consumer<String> asked) {
        this.file = file;
        this.values = values;
        this.problems = problems;
        this.asked = asked;
    }

    void problem(String path, String rule, @Nullable Object found) {
        problems.add(file + ": " + path, rule, found);
    }

    void problem(String path, String rule) {
        problems.add(file + ": " + path, rule);
    }

    /** The text at {@code key}; empty where it is missing or wrong. */
    String required(String key) {
        Object value = take(key);
        if (value == null) {
            problem(key, "is required");
            return "";
        }
        String text = optional(key);
        return text == null ? "" : text;
    }

    /** The text at {@code key}; null where it is null, missing or wrong. */
    @Nullable
    String optional(String key) {
        Object value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        problem(key, "must be a text that is not blank", value);
        return null;
    }

    /** A text of the published format that may be empty. */
    String blankable(String key) {
        Object value = take(key);
        if (value == null || value instanceof String) {
            return value == null ? "" : (String) value;
        }
        problem(key, "must be a text", value);
        return "";
    }

    boolean truth(String key) {
        Object value = take(key);
        if (value == null) {
            problem(key, "is required");
        } else if (value instanceof Boolean truth) {
            return truth;
        } else {
            problem(key, "must be true or false", value);
        }
        return false;
    }

    <E extends Enum<E>> E word(String key, E otherwise, Map<String, E> words) {
        String text = optional(key);
        if (text == null) {
            return otherwise;
        }
        E word = words.get(text.toLowerCase(Locale.ROOT));
        if (word == null) {
            problem(key, "must be one of " + String.join(", ", words.keySet()), text);
            return otherwise;
        }
        return word;
    }

    /** Texts by text; null values only where {@code nulls}. Null where the key is missing. */
    @Nullable
    Map<String, @Nullable String> texts(String key, boolean nulls) {
        Object value = take(key);
        if (value == null) {
            return null;
        }
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
            problem(key, "must be an object of texts", value);
            return texts;
        }
        map.forEach((name, element) -> {
            String at = key + "." + name;
            if (String.valueOf(name).isEmpty()) {
                problem(at, "must have a name");
            } else if (element == null && nulls) {
                texts.put(String.valueOf(name), null);
            } else if (element instanceof String text && !text.isBlank()) {
                texts.put(String.valueOf(name), text);
            } else {
                problem(at, "must be a text that is not blank" + (nulls ? ", or null" : ""), element);
            }
        });
        return texts;
    }

    List<String> list(String key) {
        Object value = take(key);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!(value instanceof List<?> list)) {
            problem(key, "must be a list of texts", value);
            return texts;
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String text && !text.isBlank()) {
                texts.add(text);
            } else {
                problem(key + "[" + i + "]", "must be a text that is not blank", list.get(i));
            }
        }
        return texts;
    }

    List<Pattern> expressions(String key) {
        List<String> texts = list(key);
        List<Pattern> expressions = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Pattern expression = expression(key + "[" + i + "]", texts.get(i));
            if (expression != null) {
                expressions.add(expression);
            }
        }
        return expressions;
    }

    @Nullable
    Pattern expression(String path, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problem(path, "must be a regular expression (" + e.getDescription() + ")", text);
            return null;
        }
    }

    /** Reports every key that nothing asked for; call after all keys are read. */
    void refuseUnknownKeys() {
        for (Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                problem(String.valueOf(key), "is not a known key; known are " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object take(String key) {
        if (known.add(key)) {
            asked.accept(key);
        }
        return values.get(key);
    }
}
