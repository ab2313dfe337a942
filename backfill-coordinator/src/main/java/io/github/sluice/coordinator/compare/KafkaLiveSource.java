package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.GtidSets;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.wire.key.DataKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@link LiveSource} over Kafka. One thread. */
final class KafkaLiveSource implements LiveSource {
    private final SluiceSettings settings;
    private final KafkaClients kafka;
    private final DataKey key;
    private final LiveLimits limits;

    KafkaLiveSource(SluiceSettings settings, KafkaClients kafka, DataKey key, LiveLimits limits) {
        this.settings = settings;
        this.kafka = kafka;
        this.key = key;
        this.limits = limits;
    }

    @Override
    public Optional<Comparison> serve(LiveSpec spec, BooleanSupplier over, CompareProgress progress) {
        KeyOrder order = new KeyOrder(spec.table());
        Optional<Comparison> verdict;
        try (Reading reading = new Reading(spec, order)) {
            KafkaChannel channel = KafkaChannel.open(kafka, spec.exchangeTopic(), true);
            try (Exchange exchange =
                    new Exchange(channel, settings.name(), spec.table().target(), key)) {
                verdict = new SourceDesk(exchange, order, spec.table(), reading::open, limits, Clock.systemUTC())
                        .serve(channel::replayed, over, progress);
            }
        }
        if (verdict.isEmpty()) {
            KafkaChannel.delete(kafka, spec.exchangeTopic());
        }
        return verdict;
    }

    /** What is open while one session is answered. */
    private final class Reading implements AutoCloseable {
        private final LiveSpec spec;
        private final KeyOrder order;
        private @Nullable Open open;

        Reading(LiveSpec spec, KeyOrder order) {
            this.spec = spec;
            this.order = order;
        }

        SourceDesk.Answering open(String session) {
            close();
            Open fresh = new Open(spec, order, session);
            open = fresh;
            return fresh;
        }

        @Override
        public void close() {
            Open old = open;
            open = null;
            if (old != null) {
                old.close();
            }
        }
    }

    private final class Open implements SourceDesk.Answering, AutoCloseable {
        private final GtidSets gtids;
        private final TopicPosition position;
        private final KafkaStreamTopic stream;
        private final MySqlRows rows;
        private final LocalSource side;

        Open(LiveSpec live, KeyOrder order, String session) {
            TableSpec spec = live.table();
            Source source = settings.sourceOrRefuse();
            Streamer streamer = settings.streamerOrRefuse();
            MySqlSource mysql = new MySqlSource(source);
            Table table = settings.tables().stream()
                    .filter(one -> one.target().equals(spec.target()))
                    .findFirst()
                    .orElseThrow(
                            () -> new Failure(ExitCode.USAGE, spec.target() + " is no table of " + settings.file()));
            Shards shards = new Shards(order, () -> mysql.tables(table.database(), table.table()));
            rows = new MySqlRows(mysql, spec, order, shards, source.timeZone().matches("[+-].*"));
            gtids = new GtidSets(mysql);
            gtids.refuseWithoutGtids();
            position = new TopicPosition(
                    new PositionTopic(kafka, streamer.positions(), key, streamer.name(), streamer.source()),
                    StreamTable.key(spec));
            stream = new KafkaStreamTopic(kafka, live.streamTopic(), key, spec.schema());
            GtidCapture capture = new GtidCapture(
                    new GtidCapture.Gtids() {
                        @Override
                        public String executed() {
                            return gtids.executed().set();
                        }

                        @Override
                        public boolean subset(String inner, String outer) {
                            return gtids.covers(outer, inner);
                        }
                    },
                    position,
                    stream,
                    limits.settle(),
                    Pause.SLEEP,
                    Clock.systemUTC());
            side = new LocalSource(order, new RowDigests(spec.schema(), key, session), rows, capture, limits);
        }

        @Override
        public SourceSide side() {
            return side;
        }

        @Override
        public Map<String, @Nullable Object> repair(Map<String, @Nullable Object> question) {
            throw new Failure(ExitCode.USAGE, "this half only compares");
        }

        @Override
        public void close() {
            rows.close();
            gtids.close();
            position.close();
            stream.close();
        }
    }
}
