package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics and groups as an operator sees them: what is there, create, drop. One thread; closed by its opener. */
public final class Topics implements TopicsAndGroups {
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

    private final Admin admin;

    public Topics(KafkaClients clients) {
        this.admin = clients.admin();
    }

    /** What a topic is made of. */
    public record Shape(int partitions, int replicationFactor, Map<String, String> config) {}

    /** Offsets of one partition: the first that is there, and the next to be written. */
    public record Range(long start, long end) {}

    /** The topic, or empty when there is none. */
    @Override
    public Optional<Shape> shape(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        TopicDescription description;
        Config config;
        try {
            description = describe(topic);
            config = Objects.requireNonNull(KafkaClients.get(
                            "settings of topic " + topic,
                            admin.describeConfigs(List.of(resource)).all())
                    .get(resource));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty(); // also one that was deleted between the two questions
            }
            throw KafkaClients.unknown("topic " + topic, e);
        }
        Map<String, String> values = new LinkedHashMap<>();
        config.entries().forEach(entry -> values.put(entry.name(), String.valueOf(entry.value())));
        return Optional.of(new Shape(
                description.partitions().size(),
                description.partitions().get(0).replicas().size(),
                values));
    }

    private TopicDescription describe(String topic) throws ExecutionException {
        return Objects.requireNonNull(KafkaClients.get(
                        "topic " + topic, admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic));
    }

    /**
     * Creates the topic and waits until every partition has a leader. A topic of this name that is just being deleted
     * is waited for.
     *
     * @return whether it was created; false if it was there
     */
    @Override
    public boolean create(String topic, Shape shape) {
        NewTopic fresh =
                new NewTopic(topic, shape.partitions(), (short) shape.replicationFactor()).configs(shape.config());
        try {
            KafkaClients.get(
                    "creating topic " + topic,
                    admin.createTopics(List.of(fresh)).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new Failure(
                    ExitCode.REFUSED,
                    "Kafka refused to create topic " + topic + " with " + shape.partitions() + " partitions and "
                            + shape.replicationFactor() + " replicas: " + e.getCause(),
                    e.getCause());
        }
        settle("topic " + topic + " has no leader for every partition", () -> hasLeaders(topic, shape.partitions()));
        return true;
    }

    private boolean hasLeaders(String topic, int partitions) {
        try {
            TopicDescription description = describe(topic);
            return description.partitions().size() == partitions
                    && description.partitions().stream()
                            .allMatch(partition -> partition.leader() != null
                                    && !partition.leader().isEmpty());
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    /** Deletes the topic and waits until it is gone; one that is gone already is fine. */
    @Override
    public void delete(String topic) {
        try {
            KafkaClients.get(
                    "deleting topic " + topic,
                    admin.deleteTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw KafkaClients.unknown("deleting topic " + topic, e);
            }
        }
        settle("topic " + topic + " is still there after its deletion", () -> shape(topic)
                .isEmpty());
    }

    /** First and next offset of every partition. */
    @Override
    public Map<Integer, Range> ranges(String topic) {
        int partitions = shape(topic)
                .orElseThrow(() -> new Failure(ExitCode.ACKED_NOT_IN_TOPIC, "topic " + topic + " does not exist"))
                .partitions();
        Map<TopicPartition, OffsetSpec> earliest = new LinkedHashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        for (int i = 0; i < partitions; i++) {
            earliest.put(new TopicPartition(topic, i), OffsetSpec.earliest());
            latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        var starts = KafkaClients.getOrUnknown(
                "offsets of topic " + topic, admin.listOffsets(earliest).all());
        var ends = KafkaClients.getOrUnknown(
                "offsets of topic " + topic, admin.listOffsets(latest).all());
        Map<Integer, Range> ranges = new LinkedHashMap<>();
        starts.forEach((partition, start) -> ranges.put(
                partition.partition(),
                new Range(
                        start.offset(),
                        Objects.requireNonNull(ends.get(partition)).offset())));
        return ranges;
    }

    /**
     * The end of every partition for a reader of committed records only: where the oldest open transaction began, or the
     * next offset.
     */
    @Override
    public Map<Integer, Long> committedEnds(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        ranges(topic)
                .keySet()
                .forEach(partition -> latest.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        Map<Integer, Long> ends = new LinkedHashMap<>();
        KafkaClients.getOrUnknown(
                        "offsets of topic " + topic,
                        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** The next offset of every partition, open transactions included. */
    @Override
    public Map<Integer, Long> ends(String topic) {
        Map<Integer, Long> ends = new LinkedHashMap<>();
        ranges(topic).forEach((partition, range) -> ends.put(partition, range.end()));
        return ends;
    }

    /** Commits offsets for a group without members, so that its first member begins there. */
    @Override
    public void commit(String group, String topic, Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        offsets.forEach(
                (partition, offset) -> next.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
        KafkaClients.getOrUnknown(
                "offsets of group " + group,
                admin.alterConsumerGroupOffsets(group, next).all());
    }

    /** Committed offsets of a group on a topic, by partition; empty for a group that Kafka does not know. */
    @Override
    public Map<Integer, Long> committed(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = KafkaClients.get(
                    "offsets of group " + group,
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw KafkaClients.unknown("offsets of group " + group, e);
        }
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), entry -> entry.getValue()
                        .offset()));
    }

    /** Deletes a group once its members have left; one that is gone already is fine. */
    @Override
    public void deleteGroup(String group) {
        settle("group " + group + " still has members", () -> {
            try {
                KafkaClients.get(
                        "deleting group " + group,
                        admin.deleteConsumerGroups(List.of(group)).all());
                return true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return true;
                }
                if (e.getCause() instanceof GroupNotEmptyException) {
                    return false;
                }
                throw KafkaClients.unknown("deleting group " + group, e);
            }
        });
    }

    private interface Condition {
        boolean holds();
    }

    private static void settle(String otherwise, Condition condition) {
        Instant limit = Instant.now().plus(SETTLE_LIMIT);
        while (!condition.holds()) {
            if (Instant.now().isAfter(limit)) {
                throw new Failure(ExitCode.UNKNOWN, otherwise + " (waited " + SETTLE_LIMIT.toSeconds() + " s)");
            }
            Pause.sleep(Duration.ofMillis(100), otherwise);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
