package io.github.sluice.streamer.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics as the broker has them now. One thread; closed by its opener. */
final class StreamTopics implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Admin admin;

    StreamTopics(Admin admin) {
        this.admin = admin;
    }

    /** The topics among these that exist. */
    Map<String, TopicShape> shapes(Collection<String> topics) {
        Map<String, TopicShape> shapes = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(topics).topicNameValues();
        Map<String, TopicDescription> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
            try {
                found.put(topic.getKey(), get("topic " + topic.getKey(), topic.getValue()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof InvalidTopicException)) {
                    throw failed("topic " + topic.getKey(), e);
                }
            }
        }
        List<ConfigResource> resources = new ArrayList<>();
        found.keySet().forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        try {
            Map<ConfigResource, Config> configs =
                    get("settings of topics", admin.describeConfigs(resources).all());
            configs.forEach((resource, config) -> {
                TopicDescription description = found.get(resource.name());
                if (description != null) {
                    shapes.put(
                            resource.name(),
                            new TopicShape(
                                    description.partitions().size(),
                                    Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588")),
                                    value(config, TopicConfig.CLEANUP_POLICY_CONFIG, "delete")));
                }
            });
        } catch (ExecutionException e) {
            throw failed("settings of topics", e);
        }
        return shapes;
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    /** Creates the topic; one that is there already is fine. */
    void create(NewTopic topic) {
        try {
            get(
                    "creating topic " + topic.name(),
                    admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("creating topic " + topic.name(), e);
            }
        }
    }

    /** The next offset to be written, counting what is not committed yet. */
    long end(TopicPartition partition) {
        try {
            return Objects.requireNonNull(get(
                                    "the end of " + partition,
                                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                            .all())
                            .get(partition))
                    .offset();
        } catch (ExecutionException e) {
            throw failed("the end of " + partition, e);
        }
    }

    private static <T> T get(String what, KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new PublishFailedException("kafka: " + what + ": no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishFailedException("kafka: " + what + ": interrupted", e);
        }
    }

    private static PublishFailedException failed(String what, ExecutionException e) {
        return new PublishFailedException("kafka: " + what + ": " + KafkaFailures.describe(e), e);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(5));
    }
}
