package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.compare.LiveCompare;
import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.kafka.GroupLag;
import io.github.sluice.coordinator.kafka.GroupProgress;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.kafka.StreamerKeyUses;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.kafka.TopicRows;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.source.MySqlPositions;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.source.SourceRows;
import io.github.sluice.coordinator.starrocks.Loads;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import java.time.Duration;
import java.util.Map;

/**
 * The servers that the settings name. Each is reached when it is first asked for something, so that a half needs no
 * section of the other's. Thread-safe.
 */
record ServersOfSettings(SluiceSettings settings, KafkaClients kafka, KeyRing ring) implements World {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(60);

    @Override
    public TopicsAndGroups topics() {
        return new Topics(kafka);
    }

    @Override
    public RowReader topicRows(TableSpec spec) {
        return new TopicRows(kafka, spec.topic(), ring, spec.schema());
    }

    @Override
    public GroupLag lag(TopicsAndGroups topics, String group, String topic) {
        return new GroupProgress(kafka, topics, group, topic);
    }

    @Override
    public StreamerWords streamerWords(String mysql) {
        Streamer streamer = settings.streamerOrRefuse();
        return new PositionTopic(
                kafka, streamer.positions(), ring.root(), streamer.name(), streamer.sourceNamed(mysql));
    }

    @Override
    public Map<String, KeyUse> streamerKeyUses() {
        return StreamerKeyUses.read(kafka, settings.streamerOrRefuse().positions(), ring.root());
    }

    @Override
    public MySqlSource mysql(String mysql) {
        return new MySqlSource(settings.source(mysql));
    }

    @Override
    public RowReader sourceRows(TableSpec spec) {
        return new SourceRows(this::mysql, spec);
    }

    @Override
    public ServerPositions serverPositions(String mysql) {
        return new MySqlPositions(mysql(mysql));
    }

    @Override
    public DataxRuns datax() {
        return DataxRuns.processes();
    }

    @Override
    public Connectors connectors() {
        return new ConnectClient(settings.connectOrRefuse().urls(), CONNECT_PATIENCE);
    }

    @Override
    public TargetServer starrocks() {
        return new Warehouse(settings.starrocksOrRefuse());
    }

    @Override
    public UnfinishedLoads unfinishedLoads() {
        return new Loads(settings.starrocksOrRefuse());
    }

    @Override
    public LiveSource liveSource() {
        return LiveCompare.source(settings, kafka, ring);
    }

    @Override
    public LiveTarget liveTarget() {
        return LiveCompare.target(settings, kafka, ring);
    }

    @Override
    public void rest(Duration pause) {
        Pause.SLEEP.pause(pause);
    }
}
