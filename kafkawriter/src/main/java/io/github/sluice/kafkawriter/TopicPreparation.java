package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.exception.DataXException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure, once per job and before any task starts, that the topic is there, has the partitions that were asked for, and
 * that each of them has a leader. Every wait ends with the limit given. One thread.
 */
final class TopicPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(TopicPreparation.class);
    private static final long POLL_MS = 100;

    /** The shape of the topic as the user wants it. */
    static final class Wanted {
        final String topic;
        final @Nullable Integer partitions;
        final @Nullable Short replicationFactor;
        final Map<String, String> config;
        final boolean create;
        final OptionalInt mustHave;

        /** A topic of any shape. */
        static Wanted anyShape(String topic, @Nullable Short replicationFactor, boolean create) {
            return new Wanted(topic, null, replicationFactor, Collections.emptyMap(), create, OptionalInt.empty());
        }

        /** @param partitions null takes whatever an existing topic has, and 1 for a new one; same for the replicas
         * @param mustHave a partition without which the job cannot run
         */
        Wanted(
                String topic,
                @Nullable Integer partitions,
                @Nullable Short replicationFactor,
                Map<String, String> config,
                boolean create,
                OptionalInt mustHave) {
            this.topic = topic;
            this.partitions = partitions;
            this.replicationFactor = replicationFactor;
            this.config = config;
            this.create = create;
            this.mustHave = mustHave;
        }
    }

    private final Admin admin;
    private final Wanted wanted;
    private final Duration limit;

    TopicPreparation(Admin admin, Wanted wanted, Duration limit) {
        this.admin = admin;
        this.wanted = wanted;
        this.limit = limit;
    }

    /**
     * Creates where allowed and needed, then waits for leaders.
     *
     * @return the topic's {@code max.message.bytes}, empty where this user may not see it
     */
    OptionalInt prepare() {
        Deadline deadline = new Deadline(limit);
        Optional<TopicDescription> found = describe(deadline);
        if (found.isPresent()) {
            LOG.info("topic {} exists", wanted.topic);
        } else if (wanted.create) {
            create(deadline);
        } else {
            throw missing();
        }
        awaitLeaders(deadline);
        return maxMessageBytes(deadline);
    }

    /** Looks only: what {@link #prepare} or a task's first row would be refused is refused; nothing is created. */
    void check() {
        Deadline deadline = new Deadline(limit);
        Optional<TopicDescription> found = describe(deadline);
        if (found.isPresent()) {
            checkShape(found.get());
            checkWriteAccess(deadline);
            LOG.info(
                    "topic {} exists with {} partitions",
                    wanted.topic,
                    found.get().partitions().size());
        } else if (wanted.create) {
            createTopic(deadline, true);
            LOG.info("topic {} does not exist yet; the job would create it, and the broker would let it", wanted.topic);
        } else {
            throw missing();
        }
    }

    private void checkWriteAccess(Deadline deadline) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        Set<AclOperation> allowed = null;
        try {
            TopicDescription found = await(
                            admin.describeTopics(Collections.singleton(wanted.topic), options)
                                    .allTopicNames(),
                            deadline)
                    .get(wanted.topic);
            allowed = found == null ? null : found.authorizedOperations();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnsupportedVersionException)) {
                throw KafkaFailures.failure(
                        KafkaWriterErrorCode.BROKER_UNREACHABLE, "asking for the rights on topic " + wanted.topic, e);
            }
        }
        if (allowed == null) {
            LOG.warn("the broker does not say what this user may do with topic {}", wanted.topic);
        } else if (!allowed.contains(AclOperation.WRITE)) {
            throw KafkaWriterErrorCode.NOT_AUTHORISED.failure("topic " + wanted.topic
                    + ": this user may not write to it; allow operation Write (allowed are " + allowed + ")");
        }
    }

    private DataXException missing() {
        return KafkaWriterErrorCode.TOPIC_MISSING.failure(
                "topic " + wanted.topic + " does not exist and " + Key.NO_TOPIC_CREATE + " is true");
    }

    private OptionalInt maxMessageBytes(Deadline deadline) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, wanted.topic);
        try {
            Config config = await(
                            admin.describeConfigs(Collections.singleton(topic)).all(), deadline)
                    .get(topic);
            return config == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(
                            config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn(
                        "may not read the settings of topic {}: where its max.message.bytes is below batch.size, a full"
                                + " batch is refused until the delivery time-out ends the job",
                        wanted.topic);
                return OptionalInt.empty();
            }
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.BROKER_UNREACHABLE, "reading the settings of topic " + wanted.topic, e);
        }
    }

    private void create(Deadline deadline) {
        createTopic(deadline, false);
    }

    /** @param dryRun only asks the broker whether it would */
    private void createTopic(Deadline deadline, boolean dryRun) {
        int partitions = wanted.partitions == null ? 1 : wanted.partitions;
        short replicas = wanted.replicationFactor == null ? 1 : wanted.replicationFactor;
        NewTopic topic = new NewTopic(wanted.topic, partitions, replicas).configs(wanted.config);
        try {
            CreateTopicsOptions options = new CreateTopicsOptions().validateOnly(dryRun);
            await(admin.createTopics(Collections.singleton(topic), options).all(), deadline);
            if (dryRun) {
                return;
            }
            LOG.info("created topic {} with {} partitions, {} replicas", wanted.topic, partitions, replicas);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                LOG.info("topic {} was created by someone else meanwhile", wanted.topic);
                return;
            }
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.TOPIC_NOT_CREATED,
                    "creating topic " + wanted.topic + " with " + partitions + " partitions and " + replicas
                            + " replicas",
                    e);
        }
    }

    private void awaitLeaders(Deadline deadline) {
        while (true) {
            Optional<TopicDescription> found = describe(deadline);
            if (found.isPresent()) {
                checkShape(found.get());
                if (leaderless(found.get().partitions()) == 0) {
                    return;
                }
            }
            if (deadline.passed()) {
                throw KafkaWriterErrorCode.BROKER_UNREACHABLE.failure("topic " + wanted.topic + ": "
                        + found.map(t -> leaderless(t.partitions()) + " of "
                                        + t.partitions().size() + " partitions have no leader")
                                .orElse("not visible")
                        + " after " + limit.toMillis() + " ms");
            }
            pause();
        }
    }

    private static int leaderless(List<TopicPartitionInfo> partitions) {
        int count = 0;
        for (TopicPartitionInfo partition : partitions) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                count++;
            }
        }
        return count;
    }

    /** Asked for in so many words and not so: an error, because order and speed depend on it. */
    private void checkShape(TopicDescription found) {
        if (wanted.mustHave.isPresent()
                && wanted.mustHave.getAsInt() >= found.partitions().size()) {
            throw KafkaWriterErrorCode.TOPIC_DIFFERS.failure("topic " + wanted.topic + " has "
                    + found.partitions().size() + " partitions, " + Key.PARTITION_BY + " asks for partition "
                    + wanted.mustHave.getAsInt() + ", counted from 0");
        }
        Integer partitions = wanted.partitions;
        if (partitions != null && found.partitions().size() != partitions) {
            throw KafkaWriterErrorCode.TOPIC_DIFFERS.failure("topic " + wanted.topic + " has "
                    + found.partitions().size() + " partitions, " + Key.TOPIC_NUM_PARTITION + " asks for " + partitions
                    + "; leave the parameter out to take the topic as it is, or use another topic");
        }
        Short replicas = wanted.replicationFactor;
        int has = found.partitions().isEmpty()
                ? 0
                : found.partitions().get(0).replicas().size();
        if (replicas != null && has != replicas) {
            LOG.warn(
                    "topic {} has {} replicas, {} asks for {}: used as it is",
                    wanted.topic,
                    has,
                    Key.TOPIC_REPLICATION_FACTOR,
                    replicas);
        }
    }

    private Optional<TopicDescription> describe(Deadline deadline) {
        try {
            return Optional.ofNullable(await(
                            admin.describeTopics(Collections.singleton(wanted.topic))
                                    .allTopicNames(),
                            deadline)
                    .get(wanted.topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.BROKER_UNREACHABLE, "looking for topic " + wanted.topic, e);
        }
    }

    private <T> T await(KafkaFuture<T> future, Deadline deadline) throws ExecutionException {
        try {
            return future.get(Math.max(deadline.leftMs(), 1), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw KafkaFailures.failure(KafkaWriterErrorCode.INTERRUPTED, "preparing topic " + wanted.topic, e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw KafkaWriterErrorCode.BROKER_UNREACHABLE.failure(
                    "preparing topic " + wanted.topic + ": no answer within " + limit.toMillis() + " ms", e);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            throw KafkaFailures.failure(KafkaWriterErrorCode.INTERRUPTED, "preparing topic " + wanted.topic, e);
        }
    }

    private static final class Deadline {
        private final long at;

        Deadline(Duration limit) {
            this.at = System.nanoTime() + limit.toNanos();
        }

        long leftMs() {
            return TimeUnit.NANOSECONDS.toMillis(at - System.nanoTime());
        }

        boolean passed() {
            return at - System.nanoTime() <= 0;
        }
    }
}
