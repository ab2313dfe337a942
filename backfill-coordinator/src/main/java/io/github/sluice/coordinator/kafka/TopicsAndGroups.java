package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.kafka.Topics.Range;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a run see and change of Kafka's topics and groups. One thread; closed by its opener.
 *
 * @see Topics
 */
public interface TopicsAndGroups extends AutoCloseable {
    /** The topic, or empty when there is none. */
    Optional<Shape> shape(String topic);

    /**
     * Creates the topic and waits until every partition has a leader.
     *
     * @return whether it was created; false if it was there
     */
    boolean create(String topic, Shape shape);

    /** Deletes the topic and waits until it is gone; one that is gone already is fine. */
    void delete(String topic);

    /** First and next offset of every partition. */
    Map<Integer, Range> ranges(String topic);

    /** The end of every partition for a reader of committed records only. */
    Map<Integer, Long> committedEnds(String topic);

    /** The next offset of every partition, open transactions included. */
    Map<Integer, Long> ends(String topic);

    /** Commits offsets for a group without members, so that its first member begins there. */
    void commit(String group, String topic, Map<Integer, Long> offsets);

    /** Committed offsets of a group on a topic, by partition; empty for a group that Kafka does not know. */
    Map<Integer, Long> committed(String group, String topic);

    /** Deletes a group once its members have left; one that is gone already is fine. */
    void deleteGroup(String group);

    @Override
    void close();
}
