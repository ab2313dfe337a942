package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A topic and a connector in memory; what changes them is noted. */
final class FakeBatch implements BatchWorld {
    final List<String> done = new ArrayList<>();
    final Map<Integer, Topics.Range> ranges = new TreeMap<>();
    boolean topicThere = true;
    boolean connectorThere = true;
    boolean connectorOurs = true;
    long undrained;
    /** The next deletions: whether the topic goes, and whether anybody hears of it. */
    boolean deletionTakesPlace = true;

    boolean answerIsLost;

    FakeBatch(Map<Integer, Long> ends) {
        ends.forEach((partition, end) -> ranges.put(partition, new Topics.Range(0, end)));
    }

    @Override
    public Optional<Topics.Shape> topic() {
        return topicThere
                ? Optional.of(
                        new Topics.Shape(ranges.size(), 3, Map.of("retention.ms", "-1", "cleanup.policy", "delete")))
                : Optional.empty();
    }

    @Override
    public Map<Integer, Topics.Range> ranges() {
        return ranges;
    }

    @Override
    public boolean connectorIsThere() {
        return connectorThere;
    }

    @Override
    public boolean connectorIsOurs() {
        return connectorOurs;
    }

    @Override
    public long undrained() {
        return undrained;
    }

    @Override
    public void removeConnector() {
        if (connectorThere && connectorOurs) {
            done.add("connector removed");
            connectorThere = false;
        }
    }

    @Override
    public void deleteTopic() {
        if (deletionTakesPlace && topicThere) {
            done.add("topic deleted");
            topicThere = false;
        }
        if (answerIsLost) {
            throw new Failure(ExitCode.UNKNOWN, "deleting topic all.orders: Kafka gave no answer within 30 s");
        }
    }
}
