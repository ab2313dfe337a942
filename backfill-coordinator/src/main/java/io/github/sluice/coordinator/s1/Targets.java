package io.github.sluice.coordinator.s1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which table a topic is loaded into: the connectors say it. Immutable. */
final class Targets {
    private final Map<String, String> byTopic;

    private Targets(Map<String, String> byTopic) {
        this.byTopic = byTopic;
    }

    static Targets of(S1Folder folder) {
        Map<String, String> byTopic = new LinkedHashMap<>();
        for (ConnectorFile connector : folder.connectors()) {
            Map<String, String> tables = connector.tables();
            for (String topic : connector.topics()) {
                String table = tables.get(topic);
                if (table != null) {
                    byTopic.putIfAbsent(topic, table);
                }
            }
        }
        return new Targets(byTopic);
    }

    Optional<String> known(String topic) {
        return Optional.ofNullable(byTopic.get(topic));
    }

    /** What the scripts name topics by: what stands behind the last dot. */
    static String behindDot(String topic) {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }
}
