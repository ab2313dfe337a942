package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.RecordFinder;
import io.github.sluice.coordinator.kafka.RecordFinder.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The record at which a connector does not go on: the one that the failed task's trace names, or else the first of a
 * partition that is not loaded.
 *
 * @param offset of the record, or where one was looked for
 * @param named whether the trace names it
 * @param record null if none could be read there
 * @param note what else is wrong there; empty if nothing
 */
public record Blocker(
        TopicPartition partition,
        long offset,
        boolean named,
        @Nullable Found record,
        String note) {

    /**
     * What blocks the connector that was looked at.
     *
     * @param most how many partitions are looked into
     */
    public static List<Blocker> find(Look look, RecordFinder finder, int most) {
        Optional<TracePlace> named = look.status().stream()
                .flatMap(status -> status.traces().stream())
                .flatMap(trace -> TracePlace.find(trace).stream())
                .filter(place -> look.standings().containsKey(place.partition()))
                .findFirst();
        if (named.isPresent()) {
            return List.of(at(finder, look, named.get().partition(), named.get().offset(), true));
        }
        List<Blocker> blockers = new ArrayList<>();
        for (TopicPartition partition :
                look.stuck().subList(0, Math.min(most, look.stuck().size()))) {
            Standing standing = look.standings().get(partition);
            if (standing != null) {
                blockers.add(at(finder, look, partition, standing.committed(), false));
            }
        }
        return blockers;
    }

    private static Blocker at(RecordFinder finder, Look look, TopicPartition partition, long offset, boolean named) {
        Standing standing = look.standings().get(partition);
        if (standing == null) {
            return new Blocker(partition, offset, named, null, "");
        }
        long from = Math.max(offset, standing.start());
        String gap = offset < standing.start()
                ? "the log begins at offset " + standing.start() + ": what stood at " + offset + " and behind is gone"
                : "";
        try {
            Optional<Found> found = finder.first(partition, from, Math.max(standing.end(), from + 1));
            return new Blocker(partition, found.map(Found::offset).orElse(from), named, found.orElse(null), gap);
        } catch (Failure unreadable) {
            return new Blocker(partition, from, named, null, gap.isEmpty() ? unreadable.getMessage() : gap);
        }
    }
}
