package io.github.sluice.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Collects faults of a configuration, so that all are reported at once. One thread. */
final class Problems {
    private final Map<String, List<String>> byKey = new LinkedHashMap<>();

    void add(String key, String rule, Object found) {
        add(key, rule + ", found '" + found + "'");
    }

    void add(String key, String message) {
        byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(message);
    }

    Map<String, List<String>> byKey() {
        return byKey;
    }

    /** @throws ConfigException naming every key, rule and value found */
    void throwIfAny() {
        if (byKey.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("the connector's configuration has faults:");
        byKey.forEach((key, messages) -> {
            for (String message : messages) {
                text.append("\n  ").append(key).append(": ").append(message);
            }
        });
        throw new ConfigException(text.toString());
    }
}
