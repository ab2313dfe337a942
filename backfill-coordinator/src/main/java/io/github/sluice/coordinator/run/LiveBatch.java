package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.Map;
import java.util.Optional;

/** The batch of a table in the real Kafka and Kafka Connect. One thread. */
final class LiveBatch implements BatchWorld {
    private final Workplace work;
    private final TableSpec spec;
    private final RunManifest manifest;
    private final BatchLoad load;
    private final OwnConnector connector;

    LiveBatch(Workplace work, BatchLoad load, TableSpec spec, RunManifest manifest) {
        this.work = work;
        this.spec = spec;
        this.manifest = manifest;
        this.load = load;
        this.connector = load.connector(spec);
    }

    @Override
    public Optional<Topics.Shape> topic() {
        try (TopicsAndGroups topics = work.world().topics()) {
            return topics.shape(spec.topic());
        }
    }

    @Override
    public Map<Integer, Topics.Range> ranges() {
        try (TopicsAndGroups topics = work.world().topics()) {
            return topics.ranges(spec.topic());
        }
    }

    @Override
    public boolean connectorIsThere() {
        return connector.isThere();
    }

    @Override
    public boolean connectorIsOurs() {
        return connector.isOurs();
    }

    @Override
    public long undrained() {
        return load.left(spec, manifest);
    }

    @Override
    public void removeConnector() {
        if (connector.isOurs()) {
            connector.remove();
        }
    }

    @Override
    public void deleteTopic() {
        try (TopicsAndGroups topics = work.world().topics()) {
            topics.delete(spec.topic());
        }
    }
}
