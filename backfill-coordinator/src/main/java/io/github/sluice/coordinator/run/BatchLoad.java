package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.TopicRows;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Loads;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 5: the batch connector and the proof that it has drained the topic. A sink returns offsets only for rows that
 * StarRocks has made visible, so the committed offsets of its group say how far the load is; the connector's state alone
 * says nothing (it can run and load nothing). One thread.
 */
final class BatchLoad {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoad.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Workplace work;
    private final ConnectClient connect;

    BatchLoad(Workplace work) {
        this.work = work;
        this.connect = new ConnectClient(work.settings().connectOrRefuse().urls(), PATIENCE);
    }

    /** The consumer group that Connect gives a sink connector. */
    static String group(TableSpec spec) {
        return "connect-" + spec.connector();
    }

    /** Creates the connector if it is not there, and waits until the topic is loaded up to the manifest's end. */
    Map<String, @Nullable Object> untilDrained(Attempt attempt, Table table, TableSpec spec, RunManifest manifest) {
        try {
            makeConnector(attempt, spec, config(table, spec));
            awaitRunning(spec);
            awaitDrain(attempt, spec, manifest);
            awaitNoUnfinishedLoad(spec);
        } catch (ConnectException e) {
            throw new Failure(ExitCode.UNKNOWN, spec.target() + ": Kafka Connect: " + e.getMessage(), e);
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("connector", spec.connector());
        evidence.put("note", String.valueOf(manifest.acked()));
        return evidence;
    }

    private Map<String, String> config(Table table, TableSpec spec) {
        Map<String, String> config = new LinkedHashMap<>();
        String text = work.planner().reviewedConnector(table, spec);
        if (Json.parse(text) instanceof Map<?, ?> document
                && spec.connector().equals(document.get("name"))
                && document.get("config") instanceof Map<?, ?> found) {
            found.forEach((key, value) -> config.put(String.valueOf(key), String.valueOf(value)));
            return config;
        }
        throw new Failure(
                ExitCode.REFUSED, spec.target() + ": the connector file is not one for connector " + spec.connector());
    }

    private void makeConnector(Attempt attempt, TableSpec spec, Map<String, String> config) {
        String name = spec.connector();
        boolean there = connect.config(name).isPresent();
        boolean ours = isOurs(name);
        if (there && !ours) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "connector " + name + " exists and the journal does not show that we created it; delete it, or"
                            + " change naming.connector");
        }
        if (!there) {
            refuseCommittedOffsets(spec);
            work.journal()
                    .remember(new Resource(Resource.Kind.CONNECTOR, name, Resource.Origin.INTENDED, attempt.id()));
        }
        connect.put(name, config);
        work.journal().remember(new Resource(Resource.Kind.CONNECTOR, name, Resource.Origin.CREATED, attempt.id()));
        connect.status(name).filter(ConnectorStatus::failed).ifPresent(failed -> connect.restartFailed(name));
    }

    private boolean isOurs(String connector) {
        return work.journal()
                .resource(Resource.Kind.CONNECTOR, connector)
                .map(Resource::ours)
                .orElse(false);
    }

    /** With offsets from an earlier life the connector would begin in the middle. */
    private void refuseCommittedOffsets(TableSpec spec) {
        try (Topics topics = new Topics(work.kafka())) {
            Map<Integer, Long> committed = topics.committed(group(spec), spec.topic());
            if (committed.isEmpty()) {
                return;
            }
            if (!isOurs(spec.connector())) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "group " + group(spec) + " has committed offsets on " + spec.topic()
                                + " and the journal does not show that they are ours; delete the group");
            }
            topics.deleteGroup(group(spec));
        }
    }

    private void awaitRunning(TableSpec spec) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<ConnectorStatus> status = connect.status(spec.connector());
            if (status.isPresent() && status.get().running(1)) {
                return;
            }
            throwIfFailed(spec, status);
            if (Instant.now().isAfter(limit)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        spec.target() + ": connector " + spec.connector() + " is not RUNNING after "
                                + PATIENCE.toSeconds() + " s: " + status);
            }
            pause();
        }
    }

    private void awaitDrain(Attempt attempt, TableSpec spec, RunManifest manifest) {
        Duration stallLimit = work.settings().connectOrRefuse().stallLimit();
        Instant lastProgress = Instant.now();
        long before = -1;
        try (Topics topics = new Topics(work.kafka())) {
            while (true) {
                Attempts.throwIfSuperseded(work.control(), attempt);
                long left = left(topics, spec, manifest);
                work.board().progress(spec.target(), Step.LOAD, manifest.acked() - left, manifest.acked());
                if (left == 0) {
                    return;
                }
                if (left != before) {
                    before = left;
                    lastProgress = Instant.now();
                }
                throwIfFailed(spec, connect.status(spec.connector()));
                if (Instant.now().isAfter(lastProgress.plus(stallLimit))) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            spec.target() + ": connector " + spec.connector() + " has committed nothing for "
                                    + stallLimit.toMinutes() + " min, " + left + " records before the end");
                }
                pause();
            }
        }
    }

    /** Records between the committed offsets and the manifest's last offsets; 0 means drained. */
    private static long left(Topics topics, TableSpec spec, RunManifest manifest) {
        Map<Integer, Long> committed = topics.committed(group(spec), spec.topic());
        long left = 0;
        for (PartitionRange range : manifest.partitions()) {
            long next = Math.max(committed.getOrDefault(range.partition(), 0L), range.firstOffset());
            left += Math.max(0, range.lastOffset() + 1 - next);
        }
        return left;
    }

    private void awaitNoUnfinishedLoad(TableSpec spec) {
        try (Loads loads = new Loads(work.settings().starrocksOrRefuse())) {
            loads.awaitNone(spec.target(), work.settings().connectOrRefuse().stallLimit());
        }
    }

    /** At verify: nothing has moved back since the load, and nothing is on its way. */
    void refuseUnlessDrained(TableSpec spec, RunManifest manifest) {
        try (Topics topics = new Topics(work.kafka())) {
            long left = left(topics, spec, manifest);
            if (left > 0) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        spec.target() + ": group " + group(spec) + " is " + left
                                + " records before the manifest's end; the load is not finished");
            }
        }
        awaitNoUnfinishedLoad(spec);
    }

    private void throwIfFailed(TableSpec spec, Optional<ConnectorStatus> status) {
        if (status.isEmpty() || !status.get().failed()) {
            return;
        }
        LOG.error("connector {} failed: {}", spec.connector(), status.get().reason());
        // a record that is no row is the likeliest cause, and only reading finds out which
        new TopicRows(work.kafka(), spec.topic(), work.key(), spec.schema()).read(row -> {});
        throw new Failure(
                ExitCode.CONNECTOR_FAILED,
                spec.target() + ": connector " + spec.connector() + ": "
                        + status.get().reason(),
                null,
                status.get().causes());
    }

    /** Before a fresh attempt: our connector of an earlier one, its loads and its offsets are gone. */
    void removeOfEarlierAttempts(Attempt attempt, TableSpec spec) {
        Optional<Resource> known = work.journal().resource(Resource.Kind.CONNECTOR, spec.connector());
        if (known.isEmpty() || !known.get().ours() || known.get().attemptId().equals(attempt.id())) {
            return;
        }
        remove(spec);
        try (Loads loads = new Loads(work.settings().starrocksOrRefuse())) {
            loads.cancelAll(spec.target());
        }
    }

    /** Deletes connector and group; the journal forgets them last, so that a kill in between is made good. */
    void remove(TableSpec spec) {
        removeConnector(spec);
        try (Topics topics = new Topics(work.kafka())) {
            topics.deleteGroup(group(spec));
        }
        work.journal().forget(Resource.Kind.CONNECTOR, spec.connector());
    }

    /** Deletes the connector and waits until no worker runs a task of it. */
    private void removeConnector(TableSpec spec) {
        String name = spec.connector();
        try {
            connect.delete(name);
            Instant limit = Instant.now().plus(PATIENCE);
            while (connect.status(name).isPresent()) {
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(ExitCode.UNKNOWN, "connector " + name + " still has a status after its deletion");
                }
                pause();
            }
        } catch (ConnectException e) {
            throw new Failure(ExitCode.UNKNOWN, "connector " + name + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
        }
    }
}
