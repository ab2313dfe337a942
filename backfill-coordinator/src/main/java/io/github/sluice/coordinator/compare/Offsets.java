package io.github.sluice.coordinator.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A boundary in a topic: by partition, the first offset that is not below it. Immutable. */
record Offsets(Map<Integer, Long> byPartition) {
    Offsets {
        byPartition = Map.copyOf(byPartition);
    }

    /** Whether a record stands below the boundary. */
    boolean covers(int partition, long offset) {
        return offset < byPartition.getOrDefault(partition, 0L);
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        new TreeMap<>(byPartition).forEach((partition, offset) -> tree.put(Integer.toString(partition), offset));
        return tree;
    }

    /**
     * Reads {@link #toTree()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Offsets fromTree(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("offsets are an object");
        }
        Map<Integer, Long> offsets = new LinkedHashMap<>();
        map.forEach((partition, offset) -> {
            if (!(offset instanceof Long number)) {
                throw new IllegalArgumentException("an offset is a number");
            }
            offsets.put(Integer.parseInt(String.valueOf(partition)), number);
        });
        return new Offsets(offsets);
    }
}
