package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.kafka.GroupLag;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Step 7, its first half: the stream connector begins where the capture was pinned and goes on for ever; the step is done
 * when StarRocks holds everything that MySQL held when the source half was asked. One thread.
 */
final class StreamLoad {
    private final Workplace work;
    private final CatchUp catchUp;

    StreamLoad(Workplace work, CatchUp catchUp) {
        this.work = work;
        this.catchUp = catchUp;
    }

    static OwnConnector connector(Workplace work, TableSpec spec) {
        Stream stream = spec.streamOrRefuse();
        return new OwnConnector(work, spec.target(), stream.connector(), stream.topic());
    }

    /**
     * Creates the connector if it is not there, and waits until it has loaded what was in MySQL at some moment after.
     *
     * @param starts where the capture of this attempt begins in the stream topic, by partition
     */
    Map<String, @Nullable Object> untilCaughtUp(
            Attempt attempt, Table table, TableSpec spec, Map<Integer, Long> starts) {
        OwnConnector connector = connector(work, spec);
        String topic = spec.streamOrRefuse().topic();
        connector.make(attempt, work.planner().reviewedStreamConnector(table, spec), () -> {
            try (TopicsAndGroups topics = work.world().topics()) {
                refuseIfLogWasCut(topics, spec, starts);
                topics.commit(connector.group(), topic, starts);
            }
        });
        connector.awaitRunning(() -> {});
        CatchUp.Mark mark = catchUp.ask(attempt);
        awaitCovered(attempt, spec, starts, mark, connector);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("connector", connector.name());
        evidence.put("position", mark.position());
        evidence.put("ends", Offsets.toJson(mark.ends()));
        evidence.put("note", connector.name());
        return evidence;
    }

    /** Retention, or somebody, has not removed changes that the capture counts on. */
    private static void refuseIfLogWasCut(TopicsAndGroups topics, TableSpec spec, Map<Integer, Long> starts) {
        String topic = spec.streamOrRefuse().topic();
        Map<Integer, Topics.Range> ranges = topics.ranges(topic);
        starts.forEach((partition, start) -> {
            Topics.Range found = ranges.get(partition);
            if (found == null || found.start() > start) {
                throw new Failure(
                        ExitCode.ACKED_NOT_IN_TOPIC,
                        spec.target() + ": partition " + partition + " of stream topic " + topic + " now starts at "
                                + (found == null ? "nothing" : found.start()) + ", the capture began at " + start
                                + ": changes were removed before they were loaded; raise streamer.topicConfig"
                                + " retention.ms and run again");
            }
        });
        if (ranges.size() != starts.size()) {
            throw new Failure(
                    ExitCode.ACKED_NOT_IN_TOPIC,
                    spec.target() + ": stream topic " + topic + " has " + ranges.size() + " partitions, the capture"
                            + " began with " + starts.size() + ": a row's changes are no longer in one partition");
        }
    }

    private void awaitCovered(
            Attempt attempt, TableSpec spec, Map<Integer, Long> starts, CatchUp.Mark mark, OwnConnector connector) {
        Duration stallLimit = work.settings().connectOrRefuse().stallLimit();
        String topic = spec.streamOrRefuse().topic();
        Instant lastProgress = Instant.now();
        long before = Long.MAX_VALUE;
        long most = 0;
        try (TopicsAndGroups topics = work.world().topics()) {
            GroupLag progress = work.world().lag(topics, connector.group(), topic);
            while (true) {
                Attempts.throwIfSuperseded(work.control(), attempt);
                long left = progress.distance(starts, mark.ends()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                most = Math.max(most, left);
                work.board().progress(spec.target(), Step.STREAM, most - left, most);
                if (left == 0 || progress.covers(starts, mark.ends())) {
                    return;
                }
                if (left < before) {
                    before = left;
                    lastProgress = Instant.now();
                }
                connector.throwIfFailed(() -> {});
                if (Instant.now().isAfter(lastProgress.plus(stallLimit))) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            spec.target() + ": connector " + connector.name() + " has committed nothing for "
                                    + stallLimit.toMinutes() + " min, about " + left + " changes before " + mark.ends()
                                    + " of " + topic);
                }
                connector.rest();
            }
        }
    }
}
