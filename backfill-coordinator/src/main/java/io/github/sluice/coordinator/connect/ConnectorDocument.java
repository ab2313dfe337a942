package io.github.sluice.coordinator.connect;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector as a file describes it. Immutable.
 *
 * @param file where it was read from
 * @param config with {@code name}, as Connect itself keeps it; may hold secrets
 */
public record ConnectorDocument(Path file, String name, Map<String, String> config) {
    static final String NAME = "name";
    static final String CONNECTOR_CLASS = "connector.class";

    public ConnectorDocument {
        Map<String, String> named = new LinkedHashMap<>();
        named.put(NAME, name);
        named.putAll(config);
        config = Collections.unmodifiableMap(named);
    }

    /** The connector's class, or the short form of it that Connect understands too. */
    public String connectorClass() {
        return config.getOrDefault(CONNECTOR_CLASS, "");
    }
}
