package io.github.sluice.coordinator.connect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a worker says of a configuration.
 *
 * @param types of the keys that the connector, its converters and its transforms define, such as STRING or PASSWORD
 * @param faults in the worker's order
 */
public record Validation(Map<String, String> types, List<Fault> faults) {
    public Validation {
        types = Map.copyOf(types);
        faults = List.copyOf(faults);
    }

    /**
     * One fault of one key.
     *
     * @param message the worker's own; may quote the value
     */
    public record Fault(String key, String message) {}

    /** The keys whose values Connect itself never shows. */
    public Set<String> passwordKeys() {
        Set<String> keys = new LinkedHashSet<>();
        types.forEach((key, type) -> {
            if (type.equals("PASSWORD")) {
                keys.add(key);
            }
        });
        return keys;
    }
}
