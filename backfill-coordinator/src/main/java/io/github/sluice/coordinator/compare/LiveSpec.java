package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Deletes;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The table that is compared; both halves hold the same.
 *
 * @param streamTopic where the streamer writes the table's changes
 * @param exchangeTopic where the halves meet; made and deleted by the comparison
 */
public record LiveSpec(TableSpec table, String streamTopic, String exchangeTopic) {
    /** A comparison over the exchange topic that the run's control topic gives its name to. */
    public static LiveSpec of(TableSpec table, String streamTopic, String controlTopic) {
        return new LiveSpec(table, streamTopic, exchangeTopic(controlTopic, table.target()));
    }

    /** Whether the streamer leaves deletes out on purpose, so that rows which only StarRocks has are no difference. */
    boolean deletesIgnored() {
        return table.streamOrRefuse().deletes() == Deletes.IGNORE;
    }

    /** {@code CONTROL-compare-TARGET}, within Kafka's rules for names; a target outside them is told by its hash. */
    public static String exchangeTopic(String controlTopic, String target) {
        String name = controlTopic + "-compare-" + target;
        return name.matches("[a-zA-Z0-9._-]{1,249}")
                ? name
                : controlTopic + "-compare-" + UUID.nameUUIDFromBytes(target.getBytes(StandardCharsets.UTF_8));
    }
}
