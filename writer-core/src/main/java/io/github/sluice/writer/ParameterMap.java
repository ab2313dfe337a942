package io.github.sluice.writer;

import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writer's parameters as typed values. A value of the wrong kind is reported to {@link Problems} and its default taken,
 * so that reading goes on and finds the other faults. Values are never trimmed or otherwise mended. One thread.
 */
public final class ParameterMap {
    private final Map<String, Object> values;
    private final Problems problems;

    public ParameterMap(Map<String, Object> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The parameters as the job file has them. */
    public static Map<String, Object> rawOf(Configuration conf) {
        Map<String, Object> root = conf.getMap("");
        return root == null ? Collections.emptyMap() : root;
    }

    /**
     * Reports every name that is none of these, save comments: a misspelt parameter must not pass.
     *
     * @param plugin named in the report
     */
    public void refuseOthers(Set<String> known, String plugin) {
        for (String name : values.keySet()) {
            if (!known.contains(name) && !name.startsWith("_") && !name.startsWith("//")) {
                problems.add(name, "is not a parameter of " + plugin + " (for a comment begin the name with _ or //)");
            }
        }
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public @Nullable Object raw(String name) {
        return values.get(name);
    }

    public @Nullable String string(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            problems.add(name, "must be a string");
            return null;
        }
        return String.valueOf(value);
    }

    public String string(String name, String otherwise) {
        String value = string(name);
        return value == null ? otherwise : value;
    }

    /** Text that must be there and not blank; "" when it is not, which has then been reported. */
    public String required(String name) {
        String value = string(name);
        if (value == null || value.trim().isEmpty()) {
            problems.add(name, "is required");
            return "";
        }
        return value;
    }

    public long integer(String name, long otherwise, long least, long most) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        String rule = "must be a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below with the same words
        }
        problems.add(name, rule, value);
        return otherwise;
    }

    public boolean bool(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        String text = String.valueOf(value);
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        problems.add(name, "must be true or false", value);
        return otherwise;
    }

    /** A constant by its name in any letter case; a name of several words is written atLeastOnce, not AT_LEAST_ONCE. */
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        String value = string(name);
        if (value == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = word(constant);
            if (word.equalsIgnoreCase(value)) {
                return constant;
            }
            words.add(word);
        }
        problems.add(name, "must be one of " + String.join(", ", words), value);
        return null;
    }

    /** The name of a constant as parameters write it: {@code AT_LEAST_ONCE} is {@code atLeastOnce}. */
    public static String word(Enum<?> constant) {
        String[] parts = constant.name().toLowerCase(java.util.Locale.ROOT).split("_");
        StringBuilder word = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            word.append(parts[i].substring(0, 1).toUpperCase(java.util.Locale.ROOT))
                    .append(parts[i].substring(1));
        }
        return word.toString();
    }

    public List<?> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Collections.emptyList();
        }
        if (value instanceof List) {
            return (List<?>) value;
        }
        problems.add(name, "must be a list");
        return Collections.emptyList();
    }

    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object each : list(name)) {
            if (each instanceof String) {
                strings.add((String) each);
            } else {
                problems.add(name, "must be a list of strings", each);
            }
        }
        return strings;
    }

    /** A map of plain values as text, in the order given. Values are not shown in any message: they may be secret. */
    public Map<String, String> stringMap(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Collections.emptyMap();
        }
        if (!(value instanceof Map)) {
            problems.add(name, "must be an object of names and values");
            return Collections.emptyMap();
        }
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            String key = String.valueOf(entry.getKey());
            Object each = entry.getValue();
            if (each == null || each instanceof Map || each instanceof List) {
                problems.add(name + "[" + key + "]", "must be a string, number or boolean");
            } else {
                strings.put(key, String.valueOf(each));
            }
        }
        return strings;
    }
}
