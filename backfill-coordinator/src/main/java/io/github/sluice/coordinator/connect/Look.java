package io.github.sluice.coordinator.connect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one look at one connector has shown.
 *
 * @param status empty where there is no such connector or it could not be seen
 * @param lag records that are not loaded; an upper bound; null where it could not be seen
 * @param recordsPerSecond loaded since the look before; null at the first look and where it could not be seen
 * @param still how long the stillest partition that has something to load has not moved
 * @param restarts how often what had failed was restarted so far, this look's included
 * @param reason what was seen if the verdict is not {@link Verdict#GOES_ON}, or why nothing could be seen; else empty
 * @param stuck where it does not go on, the stillest partition first; empty if it does
 */
public record Look(
        Instant at,
        Optional<ConnectorStatus> status,
        @Nullable Long lag,
        @Nullable Double recordsPerSecond,
        Duration still,
        int restarts,
        Verdict verdict,
        String reason,
        Map<TopicPartition, Standing> standings,
        List<TopicPartition> stuck) {
    public Look {
        standings = Map.copyOf(standings);
        stuck = List.copyOf(stuck);
    }

    /** What follows from a look. */
    public enum Verdict {
        GOES_ON,
        /** The connector or a task has failed, and no restart is left. */
        FAILED,
        /** There is something to load, and for too long nothing of it was. */
        STALLED
    }
}
