package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.TopicRows;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.SourceRows;
import io.github.sluice.coordinator.verify.Counting;
import io.github.sluice.coordinator.verify.Mismatch;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The half beside MySQL. For each table: wait until the target half has the StarRocks table ready, make the batch topic,
 * run DataX, prove read = acknowledged = in the topic, hand the sealed manifest over, and wait for the verdict.
 */
final class SourceHalf implements Half {
    /** What a batch topic must outlive at least when it is not kept for ever. */
    private static final long LEAST_RETENTION_MS = 24L * 3600 * 1000;

    private final Workplace work;
    private final StepLedger steps;
    private final Attempts attempts;
    private final Snapshot snapshot;
    private final MySqlSource mysql;

    SourceHalf(Workplace work) {
        this.work = work;
        this.steps = new StepLedger(work);
        this.attempts = new Attempts(work);
        this.snapshot = new Snapshot(work);
        this.mysql = new MySqlSource(work.settings().sourceOrRefuse());
        snapshot.removeLeftovers();
    }

    @Override
    public void run(Table table, Stretch stretch, boolean afresh) {
        TableSpec spec;
        try {
            spec = work.planner().reviewedSpec(table);
            work.planner().reviewedJob(table, spec);
        } catch (Failure refused) {
            attempts.refuse(table.target(), refused);
            throw refused;
        }
        Attempt attempt = attempts.open(spec, afresh, snapshot::survives);
        if (stretch.includes(Step.TOPICS)) {
            steps.awaitOther(attempt, Step.TABLE);
            steps.perform(attempt, Step.TOPICS, () -> makeTopic(attempt, spec));
        }
        if (stretch.includes(Step.SNAPSHOT)) {
            steps.perform(attempt, Step.SNAPSHOT, () -> takeSnapshot(attempt, table, spec));
        }
        for (Step last : new Step[] {Step.LOAD, Step.VERIFY, Step.DROP}) {
            if (stretch.includes(last)) {
                try {
                    steps.awaitOther(attempt, last);
                } catch (Failure failure) {
                    throw explained(failure, attempt, spec);
                }
            }
        }
    }

    /**
     * The target half can prove that the topic is no longer what was acknowledged, but only this half can read which rows
     * it should hold.
     */
    private Failure explained(Failure failure, Attempt attempt, TableSpec spec) {
        Optional<RunManifest> manifest = snapshot.manifest(attempt);
        if (failure.code() == ExitCode.ACKED_NOT_IN_TOPIC && manifest.isPresent()) {
            try {
                compareWithTopic(attempt, spec, manifest.get());
            } catch (Failure named) {
                if (named.code() == ExitCode.ACKED_NOT_IN_TOPIC) {
                    named.addSuppressed(failure);
                    return named;
                }
                failure.addSuppressed(named);
            }
        }
        return failure;
    }

    /** Step 2: the topic is there, fits, and is empty. Only a topic that we created is deleted to make it so. */
    private Map<String, @Nullable Object> makeTopic(Attempt attempt, TableSpec spec) {
        Kafka kafka = work.settings().kafka();
        Shape wanted = new Shape(kafka.batchPartitions(), kafka.replicationFactor(), kafka.topicConfig());
        String name = spec.topic();
        try (Topics topics = new Topics(work.kafka())) {
            Optional<Resource> known = work.journal().resource(Resource.Kind.TOPIC, name);
            Optional<Shape> found = topics.shape(name);
            boolean ours = known.isPresent() && known.get().ours();
            boolean fromThisAttempt =
                    ours && known.get().attemptId().equals(attempt.id()) && found.isPresent() && isEmpty(topics, name);
            if (found.isPresent() && ours && !fromThisAttempt) {
                topics.delete(name);
                found = Optional.empty();
            }
            Resource.Origin origin;
            if (found.isPresent()) {
                refuseUnlessEmpty(topics, name);
                origin = ours ? Resource.Origin.CREATED : Resource.Origin.FOUND;
            } else {
                work.journal()
                        .remember(new Resource(Resource.Kind.TOPIC, name, Resource.Origin.INTENDED, attempt.id()));
                if (!topics.create(name, wanted)) {
                    throw new Failure(ExitCode.REFUSED, "topic " + name + " was created by somebody else just now");
                }
                origin = Resource.Origin.CREATED;
            }
            work.journal().remember(new Resource(Resource.Kind.TOPIC, name, origin, attempt.id()));
            refuseUnlessFit(
                    name,
                    wanted,
                    topics.shape(name).orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "topic " + name + " vanished")));
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
            evidence.put("origin", origin.name());
            evidence.put("note", name);
            return evidence;
        }
    }

    private static boolean isEmpty(Topics topics, String name) {
        return topics.ranges(name).values().stream().allMatch(range -> range.start() == range.end());
    }

    private static void refuseUnlessEmpty(Topics topics, String name) {
        if (!isEmpty(topics, name)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "topic " + name + " holds records and the journal does not show that we created it;"
                            + " delete it, or choose another name under tables[].topic");
        }
    }

    private static void refuseUnlessFit(String name, Shape wanted, Shape found) {
        if (found.partitions() != wanted.partitions() || found.replicationFactor() != wanted.replicationFactor()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "topic " + name + " has " + found.partitions() + " partitions and " + found.replicationFactor()
                            + " replicas, sluice.yaml wants " + wanted.partitions() + " and "
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

    /** Step 4: DataX, then the topic read back: read = acknowledged = in the topic, by count and by content. */
    private Map<String, @Nullable Object> takeSnapshot(Attempt attempt, Table table, TableSpec spec) {
        long expected = estimate(table);
        RunManifest manifest = snapshot.take(
                attempt, table, spec, rows -> work.board().progress(attempt.table(), Step.SNAPSHOT, rows, expected));
        Fingerprint inTopic = compareWithTopic(attempt, spec, manifest);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("manifest", Json.parse(manifest.toJson()));
        evidence.put("topicRows", inTopic.count());
        evidence.put("note", String.valueOf(inTopic.count()));
        return evidence;
    }

    /**
     * Reads the topic to its end.
     *
     * @throws Failure 21 naming the rows, found by reading MySQL again, if it does not hold what was acknowledged; 23 if a
     *     record cannot be opened
     */
    private Fingerprint compareWithTopic(Attempt attempt, TableSpec spec, RunManifest manifest) {
        Fingerprint acked = Objects.requireNonNull(manifest.fingerprint());
        TopicRows topic = new TopicRows(work.kafka(), spec.topic(), work.key(), spec.schema());
        Fingerprint inTopic = Counting.of(topic, spec.schema(), rows -> work.board()
                .progress(attempt.table(), Step.SNAPSHOT, rows, manifest.acked()));
        if (!acked.equals(inTopic)) {
            throw Mismatch.between(
                    ExitCode.ACKED_NOT_IN_TOPIC,
                    attempt.table() + ": acknowledged ≠ topic: " + acked.count() + " rows were acknowledged, topic "
                            + spec.topic() + " holds " + inTopic.count(),
                    spec.schema(),
                    new SourceRows(mysql, spec),
                    acked,
                    topic,
                    inTopic);
        }
        return inTopic;
    }

    private long estimate(Table table) {
        return mysql.tables(table.database(), table.table()).stream()
                .mapToLong(physical -> physical.rowEstimate())
                .sum();
    }
}
