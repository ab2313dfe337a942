package io.github.sluice.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which table a topic goes to. An entry without a colon is a fault here: the official connector only logs it and then
 * writes to a table of the topic's name (starrocks.md 13, 9; inventory #95). Table names may be of any script and length.
 * Immutable.
 */
final class TopicTables {
    private final Map<String, String> tables;

    private TopicTables(Map<String, String> tables) {
        this.tables = Collections.unmodifiableMap(tables);
    }

    /** Parses {@code topic:table,topic:table}; a blank text maps every topic to a table of its own name. */
    static TopicTables parse(String text, List<String> topics, Problems problems) {
        Map<String, String> tables = new LinkedHashMap<>();
        if (!text.trim().isEmpty()) {
            for (String entry : text.split(",", -1)) {
                int colon = entry.indexOf(':');
                String topic = colon < 0 ? "" : entry.substring(0, colon).trim();
                String table = colon < 0 ? "" : entry.substring(colon + 1).trim();
                if (topic.isEmpty() || table.isEmpty()) {
                    problems.add(SinkKey.TOPIC_TO_TABLE, "each entry must be topic:table", entry.trim());
                } else if (tables.put(topic, table) != null) {
                    problems.add(SinkKey.TOPIC_TO_TABLE, "a topic goes to one table", topic + " twice");
                } else if (!topics.isEmpty() && !topics.contains(topic)) {
                    problems.add(SinkKey.TOPIC_TO_TABLE, "each topic named must be one of 'topics'", topic);
                }
            }
            for (String topic : topics) {
                if (!tables.containsKey(topic)) {
                    problems.add(SinkKey.TOPIC_TO_TABLE, "when given, it must name every topic", topic + " is missing");
                }
            }
        }
        return new TopicTables(tables);
    }

    /** Null when a map was given that does not name the topic, which {@code topics.regex} makes possible. */
    @Nullable
    String tableOf(String topic) {
        return tables.isEmpty() ? topic : tables.get(topic);
    }
}
