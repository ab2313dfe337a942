package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.kafka.GroupProgress;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Applied} by the offsets that the stream connector commits after its loads. One thread; closed by its opener. */
final class GroupApplied implements Applied, AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Topics topics;
    private final GroupProgress progress;
    private final String group;
    private final String topic;
    private final Duration limit;

    /** @param limit how long the connector may stand still before what is waited for */
    GroupApplied(KafkaClients clients, String group, String topic, Duration limit) {
        this.topics = new Topics(clients);
        this.progress = new GroupProgress(clients, topics, group, topic);
        this.group = group;
        this.topic = topic;
        this.limit = limit;
    }

    @Override
    public void await(Offsets boundary) {
        Map<Integer, Long> starts = new LinkedHashMap<>();
        topics.ranges(topic).forEach((partition, range) -> starts.put(partition, range.start()));
        Instant lastMove = Instant.now();
        Map<Integer, Long> before = Map.of();
        while (!progress.covers(starts, boundary.byPartition())) {
            Map<Integer, Long> distance = progress.distance(starts, boundary.byPartition());
            if (!distance.equals(before)) {
                before = distance;
                lastMove = Instant.now();
            } else if (Instant.now().isAfter(lastMove.plus(limit))) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        "group " + group + " has not moved for " + limit.toSeconds() + " s, before partitions "
                                + distance.keySet() + " of topic " + topic
                                + " were loaded: is the stream connector running?");
            }
            Pause.SLEEP.pause(BETWEEN_LOOKS);
        }
    }

    @Override
    public void close() {
        topics.close();
    }
}
