package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Opened;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.RowCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@link LiveSource} over Kafka. One thread. */
final class KafkaLiveSource implements LiveSource {
    private final SluiceSettings settings;
    private final KafkaClients kafka;
    private final KeyRing ring;
    private final LiveLimits limits;
    private final @Nullable RepairJournal repairs;

    /** @param repairs where repairs are written down; null in a half that only compares */
    KafkaLiveSource(
            SluiceSettings settings,
            KafkaClients kafka,
            KeyRing ring,
            LiveLimits limits,
            @Nullable RepairJournal repairs) {
        this.settings = settings;
        this.kafka = kafka;
        this.ring = ring;
        this.limits = limits;
        this.repairs = repairs;
    }

    @Override
    public Optional<Comparison> serve(LiveSpec spec, BooleanSupplier over, CompareProgress progress) {
        KeyOrder order = new KeyOrder(spec.table());
        Optional<Comparison> verdict;
        try (Reading reading = new Reading(spec, order)) {
            KafkaChannel channel = KafkaChannel.open(kafka, spec.exchangeTopic(), true);
            try (Exchange exchange =
                    new Exchange(channel, settings.name(), spec.table().target(), ring.root())) {
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
            fresh.parts.forEach(LivePart::refuseUnlessFit);
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
        private final Opened opened = new Opened();
        private final List<LivePart> parts = new ArrayList<>();
        private final KafkaStreamTopic stream;
        private final MySqlRows rows;
        private final LocalSource side;
        private final KeyOrder order;
        private final LiveSpec live;
        private final RowDigests digests;
        private final PositionCapture capture;

        Open(LiveSpec live, KeyOrder order, String session) {
            this.live = live;
            this.order = order;
            TableSpec spec = live.table();
            Table table = settings.tables().stream()
                    .filter(one -> one.target().equals(spec.target()))
                    .findFirst()
                    .orElseThrow(
                            () -> new Failure(ExitCode.USAGE, spec.target() + " is no table of " + settings.file()));
            List<Source> sources = settings.sourcesOf(table);
            Shards shards = new Shards(order, () -> sources.stream()
                    .flatMap(source -> new MySqlSource(source).tables(table.source()).stream())
                    .toList());
            rows = new MySqlRows(
                    mysql -> new MySqlSource(settings.source(mysql)),
                    spec,
                    order,
                    shards,
                    sources.stream().allMatch(source -> source.timeZone().matches("[+-].*")));
            opened.add(rows::close);
            try {
                for (String mysql : spec.sources()) {
                    LivePart part = new LivePart(settings, kafka, ring, spec, mysql);
                    opened.add(part::close);
                    parts.add(part);
                }
                stream = new KafkaStreamTopic(kafka, live.streamTopic(), ring, spec.schema());
            } catch (RuntimeException e) {
                opened.closeAfter(e);
                throw e;
            }
            opened.add(stream::close);
            capture = new PositionCapture(
                    parts.stream().map(LivePart::captured).toList(),
                    stream,
                    limits.settle(),
                    Pause.SLEEP,
                    Clock.systemUTC());
            digests = new RowDigests(spec.schema(), ring.root(), session);
            side = new LocalSource(order, digests, rows, capture, limits);
        }

        @Override
        public SourceSide side() {
            return side;
        }

        @Override
        public Map<String, @Nullable Object> repair(Map<String, @Nullable Object> question) {
            RepairJournal journal = repairs;
            if (journal == null) {
                throw new Failure(
                        ExitCode.REFUSED, "the source half was started to compare; start sluice repair on both sides");
            }
            Wording wording = new Wording(order);
            List<RowKey> keys = wording.keys(question.get("keys"));
            Map<RowKey, @Nullable Object[]> target = new HashMap<>();
            RowCodec codec = new RowCodec(live.table().schema());
            for (Object row : Wording.list(question.get("rows"))) {
                List<?> pair = Wording.list(row);
                target.put(
                        order.parse(pair.get(0)),
                        codec.decode(String.valueOf(pair.get(1)).getBytes(StandardCharsets.UTF_8)));
            }
            int frozen = parts.stream().mapToInt(LivePart::partitions).max().orElse(0);
            int partitions = frozen > 0 ? frozen : stream.ends().byPartition().size();
            try (KafkaChangeSender sender = new KafkaChangeSender(
                    kafka,
                    live.table(),
                    live.streamTopic(),
                    partitions,
                    ring,
                    settings.encryption().envelope())) {
                Repairer repairer =
                        new Repairer(order, digests, rows, capture, sender, journal, limits, Clock.systemUTC());
                return wording.acted(
                        Boolean.TRUE.equals(question.get("apply"))
                                ? repairer.apply(keys, target)
                                : repairer.plan(keys));
            }
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
