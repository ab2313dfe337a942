package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link LiveTarget} over Kafka. One thread. */
final class KafkaLiveTarget implements LiveTarget {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLiveTarget.class);
    /** The verdict stands, whether or not the other half hears it. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);

    private static final int REPAIRED_AT_ONCE = 100;

    private final SluiceSettings settings;
    private final KafkaClients kafka;
    private final KeyRing ring;
    private final LiveLimits limits;

    KafkaLiveTarget(SluiceSettings settings, KafkaClients kafka, KeyRing ring, LiveLimits limits) {
        this.settings = settings;
        this.kafka = kafka;
        this.ring = ring;
        this.limits = limits;
    }

    @Override
    public Comparison compare(LiveSpec spec, String group, CompareProgress progress) {
        return inSession(spec, group, progress, session -> {
            Findings findings = new Findings(session.comparer().order(), limits);
            return session.comparer().compare(findings, progress);
        });
    }

    @Override
    public Repaired repair(LiveSpec spec, String group, boolean apply, CompareProgress progress) {
        List<Repair> repairs = new ArrayList<>();
        @Nullable Comparison[] before = new @Nullable Comparison[1];
        Comparison after = inSession(spec, group, progress, session -> {
            Comparer comparer = session.comparer();
            Findings findings = new Findings(comparer.order(), limits);
            Comparison found = comparer.compare(findings, progress);
            before[0] = found;
            List<RowKey> keys = findings.keys();
            for (int from = 0; from < keys.size(); from += REPAIRED_AT_ONCE) {
                List<RowKey> some = keys.subList(from, Math.min(keys.size(), from + REPAIRED_AT_ONCE));
                session.source()
                        .repair(some, apply ? texts(comparer, some) : Map.of(), apply)
                        .forEach((key, action) ->
                                repairs.add(new Repair(action, comparer.order().words(key))));
            }
            if (!apply || keys.isEmpty()) {
                return found;
            }
            Findings again = new Findings(comparer.order(), limits);
            boolean all = comparer.settle(again, new ArrayList<>(keys), progress);
            return again.conclude(found.rows(), found.targetRows(), all && found.differing() == keys.size());
        });
        Comparison first = before[0];
        return new Repaired(first == null ? after : first, repairs, after);
    }

    /** What StarRocks holds under the keys. */
    private static Map<RowKey, String> texts(Comparer comparer, List<RowKey> keys) {
        Map<RowKey, String> rows = new HashMap<>();
        RowCodec codec = new RowCodec(comparer.schema());
        comparer.target()
                .keys(
                        keys,
                        wire -> rows.put(
                                comparer.order().of(wire), new String(codec.encode(wire), StandardCharsets.UTF_8)));
        return rows;
    }

    /** What one session works with. */
    record Session(Comparer comparer, RemoteSource source) {}

    interface Work {
        Comparison in(Session session);
    }

    /** Opens everything, does the work, tells the verdict, and takes the exchange away. */
    Comparison inSession(LiveSpec live, String group, CompareProgress progress, Work work) {
        TableSpec spec = live.table();
        RowSchema schema = spec.schema();
        String name = UUID.randomUUID().toString();
        Clock clock = Clock.systemUTC();
        Comparison found;
        try (Exchange exchange = new Exchange(
                        KafkaChannel.open(kafka, live.exchangeTopic(), false),
                        settings.name(),
                        spec.target(),
                        ring.root());
                KafkaStreamTopic stream = new KafkaStreamTopic(kafka, live.streamTopic(), ring, schema);
                GroupApplied applied = new GroupApplied(kafka, group, live.streamTopic(), limits.settle())) {
            KeyOrder order = new KeyOrder(spec);
            RemoteSource source =
                    new RemoteSource(exchange, order, spec, name, limits.patience(), clock, progress::waiting);
            try {
                source.hello();
                Comparer comparer = new Comparer(
                        order,
                        schema,
                        new RowDigests(schema, ring.root(), name),
                        source,
                        new StarRocksRows(new Warehouse(settings.starrocksOrRefuse()), spec, order),
                        stream,
                        applied,
                        live.deletesIgnored(),
                        limits,
                        Pause.SLEEP,
                        clock);
                found = work.in(new Session(comparer, source));
            } catch (RuntimeException e) {
                LOG.warn("{}: comparison {} came to no end", spec.target(), name, e);
                found = Comparison.unknown(LiveCompare.asFailure(e).getMessage());
            }
            tell(source, found);
        } catch (RuntimeException e) {
            LOG.warn("{}: comparison {} could not begin", spec.target(), name, e);
            return Comparison.unknown(LiveCompare.asFailure(e).getMessage());
        }
        try {
            KafkaChannel.delete(kafka, live.exchangeTopic());
        } catch (RuntimeException e) {
            LOG.warn("{}: exchange topic {} is left behind", spec.target(), live.exchangeTopic(), e);
        }
        return found;
    }

    private static void tell(RemoteSource source, Comparison found) {
        try {
            source.end(found, TOLD_WITHIN);
        } catch (RuntimeException e) {
            LOG.warn("the source half has not heard the verdict", e);
        }
    }
}
