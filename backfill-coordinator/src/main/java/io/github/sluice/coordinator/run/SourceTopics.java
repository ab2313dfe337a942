package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Step 2: the batch topic is there, fits, and is empty; the stream topic is there and fits. Only a batch topic that we
 * created is deleted to make it empty, and none that is proven and not let go of ({@link ProvenBatch}); a stream topic is
 * never deleted, because the streamer writes to it, and each attempt remembers where in it its own changes begin. One thread.
 */
final class SourceTopics {
    /** What a topic must outlive at least when it is not kept for ever. */
    private static final long LEAST_RETENTION_MS = 24L * 3600 * 1000;

    private final Workplace work;

    SourceTopics(Workplace work) {
        this.work = work;
    }

    Map<String, @Nullable Object> make(Attempt attempt, Table table, TableSpec spec) {
        Map<String, Shape> wanted = work.planner().reviewedTopics(table, spec);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        try (TopicsAndGroups topics = work.world().topics()) {
            evidence.put(
                    "origin",
                    makeBatch(topics, attempt, spec.topic(), shape(wanted, spec.topic()))
                            .name());
            evidence.put("note", spec.topic());
            if (spec.stream() != null) {
                String stream = spec.stream().topic();
                evidence.put(
                        "streamOrigin",
                        makeStream(topics, attempt, stream, shape(wanted, stream))
                                .name());
                evidence.put("note", spec.topic() + ", " + stream);
            }
        }
        return evidence;
    }

    private static Shape shape(Map<String, Shape> wanted, String topic) {
        return Objects.requireNonNull(wanted.get(topic), topic);
    }

    private Resource.Origin makeBatch(TopicsAndGroups topics, Attempt attempt, String name, Shape wanted) {
        Optional<Resource> known = work.journal().resource(Resource.Kind.TOPIC, name);
        Optional<Shape> found = topics.shape(name);
        boolean ours = known.isPresent() && known.get().ours();
        boolean fromThisAttempt =
                ours && known.get().attemptId().equals(attempt.id()) && found.isPresent() && isEmpty(topics, name);
        if (found.isPresent() && ours && !fromThisAttempt) {
            new ProvenBatch(work).refuseToDelete(attempt.table(), name);
            topics.delete(name);
            found = Optional.empty();
        }
        Resource.Origin origin;
        if (found.isPresent()) {
            refuseUnlessEmpty(topics, name);
            origin = ours ? Resource.Origin.CREATED : Resource.Origin.FOUND;
        } else {
            origin = create(topics, attempt, name, wanted);
        }
        remember(attempt, name, origin);
        refuseUnlessFit(topics, name, wanted);
        return origin;
    }

    private Resource.Origin makeStream(TopicsAndGroups topics, Attempt attempt, String name, Shape wanted) {
        Optional<Resource> known = work.journal().resource(Resource.Kind.TOPIC, name);
        Resource.Origin origin;
        if (topics.shape(name).isEmpty()) {
            origin = create(topics, attempt, name, wanted);
        } else if (known.isPresent()) {
            origin = known.get().ours() ? Resource.Origin.CREATED : Resource.Origin.FOUND;
        } else {
            refuseUnlessEmpty(topics, name);
            origin = Resource.Origin.FOUND;
        }
        remember(attempt, name, origin);
        refuseUnlessFit(topics, name, wanted);
        return origin;
    }

    private Resource.Origin create(TopicsAndGroups topics, Attempt attempt, String name, Shape wanted) {
        remember(attempt, name, Resource.Origin.INTENDED);
        if (!topics.create(name, wanted)) {
            throw new Failure(ExitCode.REFUSED, "topic " + name + " was created by somebody else just now");
        }
        return Resource.Origin.CREATED;
    }

    private void remember(Attempt attempt, String name, Resource.Origin origin) {
        work.journal().remember(new Resource(Resource.Kind.TOPIC, name, origin, attempt.id()));
    }

    private static boolean isEmpty(TopicsAndGroups topics, String name) {
        return topics.ranges(name).values().stream().allMatch(range -> range.start() == range.end());
    }

    private static void refuseUnlessEmpty(TopicsAndGroups topics, String name) {
        if (!isEmpty(topics, name)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "topic " + name + " holds records and the journal does not show that we created it;"
                            + " delete it, or choose another name under tables[]");
        }
    }

    private static void refuseUnlessFit(TopicsAndGroups topics, String name, Shape wanted) {
        Shape found =
                topics.shape(name).orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "topic " + name + " vanished"));
        if (found.partitions() != wanted.partitions() || found.replicationFactor() != wanted.replicationFactor()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "topic " + name + " has " + found.partitions() + " partitions and " + found.replicationFactor()
                            + " replicas, the plan wants " + wanted.partitions() + " and "
                            + wanted.replicationFactor());
        }
        String cleanup = found.config().get("cleanup.policy");
        long retention = Long.parseLong(found.config().getOrDefault("retention.ms", "-1"));
        if (!"delete".equals(cleanup) || (retention >= 0 && retention < LEAST_RETENTION_MS)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "topic " + name + " has cleanup.policy " + cleanup + " and retention.ms " + retention
                            + "; it needs delete and at least " + LEAST_RETENTION_MS
                            + " (or -1), or rows could go before they are compared");
        }
    }
}
