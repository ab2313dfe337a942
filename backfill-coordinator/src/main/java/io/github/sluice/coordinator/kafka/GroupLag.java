package io.github.sluice.coordinator.kafka;

import java.util.Map;

/** How far a consumer group is behind some ends of a topic. One thread. */
public interface GroupLag {
    /**
     * Offsets between what is committed and {@code ends}, by partition; partitions that are level are left out.
     *
     * @param starts where the group began, for partitions of which nothing is committed yet
     */
    Map<Integer, Long> distance(Map<Integer, Long> starts, Map<Integer, Long> ends);

    /** Whether every record below {@code ends} is committed by the group. */
    boolean covers(Map<Integer, Long> starts, Map<Integer, Long> ends);
}
