package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.key.KeyRing;

/** Makes the halves of a live comparison out of the settings. */
public final class LiveCompare {
    private LiveCompare() {}

    /** The half beside MySQL; needs the settings' {@code source} and {@code streamer}. */
    public static LiveSource source(SluiceSettings settings, KafkaClients kafka, KeyRing ring) {
        return new KafkaLiveSource(settings, kafka, ring, limits(settings), null);
    }

    /** The same half, which also sends rows anew when it is asked to. */
    public static LiveSource repairingSource(
            SluiceSettings settings, KafkaClients kafka, KeyRing ring, RepairJournal journal) {
        return new KafkaLiveSource(settings, kafka, ring, limits(settings), journal);
    }

    /** The half beside StarRocks; needs the settings' {@code starrocks}. */
    public static LiveTarget target(SluiceSettings settings, KafkaClients kafka, KeyRing ring) {
        return new KafkaLiveTarget(settings, kafka, ring, limits(settings));
    }

    static LiveLimits limits(SluiceSettings settings) {
        return LiveLimits.standard(settings.control().patience());
    }

    /** Whatever goes wrong as one sentence. */
    static Failure asFailure(RuntimeException e) {
        return e instanceof Failure failure ? failure : new Failure(ExitCode.UNKNOWN, "the comparison failed: " + e, e);
    }
}
