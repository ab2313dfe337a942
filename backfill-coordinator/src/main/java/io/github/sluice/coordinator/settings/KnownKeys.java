package io.github.sluice.coordinator.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys that the reader of a settings file knows, by the mapping that they stand in: {@code tables[]} has {@code
 * source}, {@code target} and so on. It is filled by reading, so it can say nothing that the reader does not. One
 * thread.
 */
final class KnownKeys {
    private final Map<String, Set<String>> byMapping = new TreeMap<>();

    void add(String mapping, String key) {
        byMapping
                .computeIfAbsent(mapping.replaceAll("\\[\\d+]", "[]"), any -> new TreeSet<>())
                .add(key);
    }

    /** Keys by mapping; the document itself is the empty text. */
    Map<String, Set<String>> byMapping() {
        return byMapping;
    }
}
