package io.github.sluice.coordinator.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector of the group at one moment.
 *
 * @param config as Connect holds it, references unresolved; may hold secrets
 */
public record Connector(String name, Map<String, String> config, ConnectorStatus status) {
    private static final String TOPICS = "topics";
    private static final String TOPICS_REGEX = "topics.regex";

    public Connector {
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /** The topics or the expression for them as the configuration has it; empty where it names none. */
    public String topics() {
        return config.getOrDefault(TOPICS, config.getOrDefault(TOPICS_REGEX, config.getOrDefault("topic", "")));
    }
}
