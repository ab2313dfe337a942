package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.kafka.BrokerDisks;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.schedule.Throttle;
import io.github.sluice.coordinator.schedule.Throttle.Gauge;
import io.github.sluice.coordinator.settings.PaceSettings;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.SourceLoad;
import io.github.sluice.coordinator.starrocks.TabletVersions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What holds which steps back: each half asks the servers that it reaches. */
final class Throttles {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private Throttles() {}

    /** By the step that is held back; none where the settings limit nothing. */
    static Map<Step, Throttle> of(SluiceSettings settings, Side side, KafkaClients kafka) {
        Map<Step, Throttle> throttles = new EnumMap<>(Step.class);
        if (side.hasSource()) {
            List<Gauge> gauges = beforeSnapshot(settings, kafka);
            if (!gauges.isEmpty()) {
                Throttle throttle = throttle(settings, gauges);
                throttles.put(Step.CAPTURE, throttle);
                throttles.put(Step.SNAPSHOT, throttle);
            }
        }
        Integer versions = settings.throttle().versions();
        if (side.hasTarget() && versions != null) {
            TabletVersions tablets = new TabletVersions(settings.starrocksOrRefuse());
            throttles.put(
                    Step.LOAD,
                    throttle(
                            settings,
                            List.of(new Gauge(
                                    "versions", "versions of a StarRocks tablet", "", versions, tablets::most))));
        }
        return throttles;
    }

    private static List<Gauge> beforeSnapshot(SluiceSettings settings, KafkaClients kafka) {
        PaceSettings.Throttle wanted = settings.throttle();
        List<SourceLoad> loads =
                settings.sources().stream().map(SourceLoad::new).toList();
        List<Gauge> gauges = new ArrayList<>();
        if (wanted.threadsRunning() != null) {
            gauges.add(new Gauge(
                    "threadsRunning", "Threads_running of MySQL", "", wanted.threadsRunning(), table -> most(loads)));
        }
        String replica = wanted.replica();
        if (replica != null && wanted.replicaLag() != null) {
            gauges.add(new Gauge(
                    "replicaLag",
                    "lag of replica " + replica,
                    " s",
                    wanted.replicaLag().toSeconds(),
                    // a replica is one MySQL's, so the settings have no more
                    table -> loads.get(0).replicaLag(replica)));
        }
        if (wanted.kafkaDisk() != null) {
            BrokerDisks disks = new BrokerDisks(kafka);
            gauges.add(new Gauge(
                    "kafkaDisk", "use of a Kafka disk", "%", wanted.kafkaDisk(), table -> disks.fullestPercent()));
        }
        return gauges;
    }

    /** Of the busiest MySQL; empty if one does not say. */
    private static OptionalLong most(List<SourceLoad> loads) {
        long most = 0;
        for (SourceLoad load : loads) {
            OptionalLong threads = load.threadsRunning();
            if (threads.isEmpty()) {
                return threads;
            }
            most = Math.max(most, threads.getAsLong());
        }
        return OptionalLong.of(most);
    }

    private static Throttle throttle(SluiceSettings settings, List<Gauge> gauges) {
        PaceSettings.Throttle wanted = settings.throttle();
        return new Throttle(gauges, wanted.patience(), wanted.atLimit(), LOOK_EVERY, Clock.systemUTC());
    }
}
