package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the {@code streamer} section of {@code sluice.yaml}: every key, default and check of it stands here. */
final class StreamerSettings {
    /** A stream topic lives as long as its table does, so it must end somewhere; a week outlasts most backfills. */
    private static final Map<String, String> TOPIC_DEFAULTS =
            Map.of("cleanup.policy", "delete", "retention.ms", "604800000", "retention.bytes", "-1");

    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    private StreamerSettings() {}

    /**
     * Reads the section.
     *
     * @param sources where there is one, this half must reach the streamer's folder; where they have names, these are the
     *     streamer's too
     */
    static @Nullable Streamer read(@Nullable YamlNode node, List<Source> sources, Problems problems) {
        if (node == null) {
            return null;
        }
        boolean besideMySql = !sources.isEmpty();
        boolean named = besideMySql && !sources.get(0).name().isEmpty();
        String name = name(node, "name", besideMySql);
        String source = name(node, "source", besideMySql && !named);
        if (named && !source.isEmpty()) {
            problems.add(node.path("source"), "must not stand beside sources, whose names it takes", source);
        }
        String tables = node.text("tables", null);
        if (tables == null && besideMySql) {
            problems.add(node.path("tables"), "is required beside MySQL: the streamer's folder of table files");
        }
        String positions = node.textOr("positions", "sluice_positions");
        TableSettings.checkKafkaName(node.path("positions"), positions, problems);
        Map<String, String> topicConfig = new TreeMap<>(TOPIC_DEFAULTS);
        topicConfig.putAll(node.textMap("topicConfig"));
        if (!"delete".equals(topicConfig.get("cleanup.policy"))) {
            problems.add(
                    node.path("topicConfig.cleanup.policy"),
                    "must be delete: compaction drops a delete together with what it deletes",
                    topicConfig.get("cleanup.policy"));
        }
        Streamer streamer = new Streamer(
                name,
                named && sources.size() == 1 ? sources.get(0).name() : source,
                tables == null ? null : Path.of(tables),
                positions,
                node.integer("streamPartitions", 4, 1, 10_000),
                Collections.unmodifiableMap(new LinkedHashMap<>(topicConfig)),
                SettingsFile.duration(node, "wait", Duration.ofMinutes(2)),
                node.integer("rowsPerSecond", 2000, 1, 10_000_000),
                node.parsed("binlogRetention", SettingsFile::duration));
        node.refuseUnknownKeys();
        return streamer;
    }

    private static String name(YamlNode node, String key, boolean required) {
        String name = required ? node.required(key) : node.textOr(key, "");
        if (!name.isEmpty() && !name.matches(NAME)) {
            node.problems().add(node.path(key), "must be 1 to 64 letters, digits, dots, hyphens or underscores", name);
        }
        return name;
    }
}
