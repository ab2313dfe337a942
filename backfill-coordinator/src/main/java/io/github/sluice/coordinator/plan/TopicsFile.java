package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topics of a logical table: what {@code sluice run} creates, and what it wants of one that is there already. */
public final class TopicsFile {
    private TopicsFile() {}

    /** Topic by name, the batch topic first. */
    static Map<String, @Nullable Object> of(TableSpec spec, SluiceSettings settings) {
        Kafka kafka = settings.kafka();
        Map<String, @Nullable Object> topics = new LinkedHashMap<>();
        topics.put(
                spec.topic(), json(new Shape(kafka.batchPartitions(), kafka.replicationFactor(), kafka.topicConfig())));
        if (spec.stream() != null) {
            Streamer streamer = settings.streamerOrRefuse();
            topics.put(
                    spec.stream().topic(),
                    json(new Shape(streamer.streamPartitions(), kafka.replicationFactor(), streamer.topicConfig())));
        }
        return topics;
    }

    private static Map<String, @Nullable Object> json(Shape shape) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("partitions", shape.partitions());
        json.put("replicationFactor", shape.replicationFactor());
        json.put("config", new LinkedHashMap<String, @Nullable Object>(shape.config()));
        return json;
    }

    /**
     * Reads {@link #of}.
     *
     * @throws IllegalArgumentException naming what is missing or no number
     */
    public static Map<String, Shape> read(String text) {
        if (!(Json.parse(text) instanceof Map<?, ?> topics)) {
            throw new IllegalArgumentException("not an object of topics by name");
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        topics.forEach((name, value) -> {
            if (!(value instanceof Map<?, ?> json) || !(json.get("config") instanceof Map<?, ?> config)) {
                throw new IllegalArgumentException(name + ": partitions, replicationFactor and config are wanted");
            }
            Map<String, String> settings = new LinkedHashMap<>();
            config.forEach((key, setting) -> settings.put(String.valueOf(key), String.valueOf(setting)));
            shapes.put(
                    String.valueOf(name),
                    new Shape(number(name, json, "partitions"), number(name, json, "replicationFactor"), settings));
        });
        return shapes;
    }

    private static int number(Object name, Map<?, ?> json, String key) {
        if (json.get(key) instanceof Number number && number.intValue() > 0) {
            return number.intValue();
        }
        throw new IllegalArgumentException(name + "." + key + ": a whole number above 0, found " + json.get(key));
    }
}
