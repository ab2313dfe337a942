package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Step 5: the batch connector and the proof that it has drained the topic. A sink returns offsets only for rows that
 * StarRocks has made visible, so the committed offsets of its group say how far the load is; the connector's state alone
 * says nothing (it can run and load nothing). One thread.
 */
final class BatchLoad {
    private final Workplace work;

    BatchLoad(Workplace work) {
        this.work = work;
    }

    /** The batch connector of a table. */
    OwnConnector connector(TableSpec spec) {
        return new OwnConnector(work, spec.target(), spec.connector(), spec.topic());
    }

    /** Creates the connector if it is not there, and waits until the topic is loaded up to the manifest's end. */
    Map<String, @Nullable Object> untilDrained(Attempt attempt, Table table, TableSpec spec, RunManifest manifest) {
        OwnConnector connector = connector(spec);
        connector.make(attempt, work.planner().reviewedConnector(table, spec), () -> {});
        connector.awaitRunning(() -> readAll(spec));
        awaitDrain(attempt, spec, manifest, connector);
        awaitNoUnfinishedLoad(spec);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("connector", spec.connector());
        evidence.put("note", String.valueOf(manifest.acked()));
        return evidence;
    }

    private void awaitDrain(Attempt attempt, TableSpec spec, RunManifest manifest, OwnConnector connector) {
        Duration stallLimit = work.settings().connectOrRefuse().stallLimit();
        Instant lastProgress = Instant.now();
        long before = -1;
        try (TopicsAndGroups topics = work.world().topics()) {
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
                connector.throwIfFailed(() -> readAll(spec));
                if (Instant.now().isAfter(lastProgress.plus(stallLimit))) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            spec.target() + ": connector " + spec.connector() + " has committed nothing for "
                                    + stallLimit.toMinutes() + " min, " + left + " records before the end");
                }
                connector.rest();
            }
        }
    }

    /** A record that is no row is the likeliest cause of a connector's failure, and only reading finds out which. */
    private void readAll(TableSpec spec) {
        work.world().topicRows(spec).read(row -> {});
    }

    /** Records between the committed offsets and the manifest's last offsets; 0 means drained. */
    private static long left(TopicsAndGroups topics, TableSpec spec, RunManifest manifest) {
        Map<Integer, Long> committed = topics.committed(ConnectClient.group(spec.connector()), spec.topic());
        long left = 0;
        for (PartitionRange range : manifest.partitions()) {
            long next = Math.max(committed.getOrDefault(range.partition(), 0L), range.firstOffset());
            left += Math.max(0, range.lastOffset() + 1 - next);
        }
        return left;
    }

    private void awaitNoUnfinishedLoad(TableSpec spec) {
        try (UnfinishedLoads loads = work.world().unfinishedLoads()) {
            loads.awaitNone(spec.target(), work.settings().connectOrRefuse().stallLimit());
        }
    }

    /** Records of the topic that are not known to be loaded. */
    long left(TableSpec spec, RunManifest manifest) {
        try (TopicsAndGroups topics = work.world().topics()) {
            return left(topics, spec, manifest);
        }
    }

    /** At verify: nothing has moved back since the load, and nothing is on its way. */
    void refuseUnlessDrained(TableSpec spec, RunManifest manifest) {
        long left = left(spec, manifest);
        if (left > 0) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    spec.target() + ": group " + ConnectClient.group(spec.connector()) + " is " + left
                            + " records before the manifest's end; the load is not finished");
        }
        awaitNoUnfinishedLoad(spec);
    }

    /** Before a fresh attempt: our connectors of an earlier one, their loads and their offsets are gone. */
    void removeOfEarlierAttempts(Attempt attempt, TableSpec spec) {
        boolean removed = connector(spec).removeOfEarlierAttempts(attempt);
        if (spec.stream() != null) {
            removed |= StreamLoad.connector(work, spec).removeOfEarlierAttempts(attempt);
        }
        if (removed) {
            try (UnfinishedLoads loads = work.world().unfinishedLoads()) {
                loads.cancelAll(spec.target());
            }
        }
    }

    /**
     * A batch row loaded after a change would undo the change, so the batch connector is gone before the stream begins,
     * also where the policy keeps the topic.
     */
    void removeBeforeStream(TableSpec spec) {
        OwnConnector connector = connector(spec);
        if (connector.isOurs()) {
            connector.remove();
            awaitNoUnfinishedLoad(spec);
        }
    }
}
