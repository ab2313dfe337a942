package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.source.MySqlPositions;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.position.SourcePosition;
import java.util.Collection;

/** A table's part in one MySQL, and what the streamer says of it. One thread; closed by its opener. */
final class LivePart implements AutoCloseable {
    private final MySqlPositions server;
    private final TopicPosition position;

    /**
     * @param spec the whole table
     * @param mysql the MySQL's name, one of the description's
     */
    LivePart(SluiceSettings settings, KafkaClients kafka, KeyRing ring, TableSpec spec, String mysql) {
        Streamer streamer = settings.streamerOrRefuse();
        this.server = new MySqlPositions(new MySqlSource(settings.source(mysql)));
        this.position = new TopicPosition(
                new PositionTopic(
                        kafka, streamer.positions(), ring.root(), streamer.name(), streamer.sourceNamed(mysql)),
                StreamTable.key(spec.in(mysql)));
    }

    /** Refuses a server that cannot be counted in the streamer's kind of position. */
    void refuseUnlessFit() {
        server.refuseUnlessFit(position.read().complete());
    }

    /** The stream topic's partitions as the streamer has frozen them; 0 if it does not say. */
    int partitions() {
        return position.partitions();
    }

    PositionCapture.Part captured() {
        return new PositionCapture.Part(
                new PositionCapture.Server() {
                    @Override
                    public SourcePosition end(SourcePosition kind) {
                        return server.end(kind).position();
                    }

                    @Override
                    public Visibility visibility(SourcePosition kind, Collection<SourcePosition> sent) {
                        return server.visibility(kind, sent);
                    }
                },
                position);
    }

    @Override
    public void close() {
        try (position) {
            server.close();
        }
    }
}
