package io.github.sluice.benchmarks.rival;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that must have what is asked for. */
final class Tree {
    private final Map<?, ?> members;

    Tree(@Nullable Object json) {
        if (!(json instanceof Map)) {
            throw new IllegalArgumentException("not a JSON object");
        }
        members = (Map<?, ?>) json;
    }

    private Object member(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": is missing");
        }
        return value;
    }

    String text(String name) {
        return member(name).toString();
    }

    List<?> list(String name) {
        return (List<?>) member(name);
    }

    /** An object of texts, in its order. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        ((Map<?, ?>) member(name)).forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }
}
