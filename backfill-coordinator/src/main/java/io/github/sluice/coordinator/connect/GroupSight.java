package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.GroupProgress;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A sink connector seen through Connect's REST interface and its consumer group. One thread. */
public final class GroupSight implements Sight {
    private final String connector;
    private final ConnectClient connect;
    private final KafkaClients kafka;
    private final Topics topics;

    /** @param topics stays the caller's */
    public GroupSight(String connector, ConnectClient connect, KafkaClients kafka, Topics topics) {
        this.connector = connector;
        this.connect = connect;
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public Optional<ConnectorStatus> status() {
        return connect.status(connector);
    }

    @Override
    public Map<TopicPartition, Standing> standings() {
        Map<String, String> config = config();
        String group = group(config);
        Map<TopicPartition, Standing> standings = new LinkedHashMap<>();
        for (String topic : topics(config)) {
            Map<Integer, Long> committed = topics.committed(group, topic);
            Map<Integer, Long> ends = topics.committedEnds(topic);
            topics.ranges(topic)
                    .forEach((partition, range) -> standings.put(
                            new TopicPartition(topic, partition),
                            new Standing(
                                    range.start(),
                                    committed.getOrDefault(partition, range.start()),
                                    ends.getOrDefault(partition, range.end()))));
        }
        return standings;
    }

    @Override
    public boolean holdsRecords(TopicPartition partition, Standing standing) {
        Map<Integer, Long> start = Map.of(partition.partition(), standing.start());
        Map<Integer, Long> end = Map.of(partition.partition(), standing.end());
        if (standing.committed() < standing.start()) {
            return true; // nobody can read from there, so what is in between cannot be passed over
        }
        return !new GroupProgress(kafka, topics, group(config()), partition.topic()).covers(start, end);
    }

    @Override
    public void restartFailed() {
        connect.restartFailed(connector);
    }

    private Map<String, String> config() {
        return connect.config(connector)
                .orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "connector " + connector + " has no configuration"));
    }

    /** The group that Connect gives a sink connector, unless its configuration says another. */
    private String group(Map<String, String> config) {
        return config.getOrDefault("consumer.override.group.id", ConnectClient.group(connector));
    }

    /** An expression names no topic, so there it is those that the connector has used. */
    private List<String> topics(Map<String, String> config) {
        String named = config.getOrDefault("topics", "");
        return named.isBlank()
                ? connect.activeTopics(connector)
                : Arrays.stream(named.split(","))
                        .map(String::strip)
                        .filter(topic -> !topic.isEmpty())
                        .distinct()
                        .toList();
    }
}
