package io.github.sluice.coordinator.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Offsets by partition as evidence: a JSON object. */
final class Offsets {
    private Offsets() {}

    static Map<String, Object> toJson(Map<Integer, Long> offsets) {
        Map<String, Object> json = new LinkedHashMap<>();
        new TreeMap<>(offsets).forEach((partition, offset) -> json.put(String.valueOf(partition), offset));
        return json;
    }

    /** @throws IllegalArgumentException if it is no such object */
    static Map<Integer, Long> fromJson(@Nullable Object json) {
        Map<Integer, Long> offsets = new TreeMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((partition, offset) -> {
                if (!(offset instanceof Long number)) {
                    throw new IllegalArgumentException("not offsets by partition");
                }
                offsets.put(Integer.valueOf(String.valueOf(partition)), number);
            });
            return offsets;
        }
        throw new IllegalArgumentException("not offsets by partition");
    }
}
