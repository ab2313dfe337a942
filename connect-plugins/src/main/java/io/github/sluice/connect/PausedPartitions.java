package io.github.sluice.connect;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Which partitions Connect was told to pause. Connect refuses partitions that are not assigned. Task's thread only. */
final class PausedPartitions {
    private final SinkTaskContext context;
    private final Set<TopicPartition> paused = new HashSet<>();

    PausedPartitions(SinkTaskContext context) {
        this.context = context;
    }

    /** Pauses these and resumes all others; tells Connect only what changes. */
    void set(Set<TopicPartition> wanted) {
        Set<TopicPartition> toPause = new HashSet<>(wanted);
        toPause.removeAll(paused);
        Set<TopicPartition> toResume = new HashSet<>(paused);
        toResume.removeAll(wanted);
        if (!toPause.isEmpty()) {
            context.pause(toPause.toArray(new TopicPartition[0]));
        }
        if (!toResume.isEmpty()) {
            context.resume(toResume.toArray(new TopicPartition[0]));
        }
        paused.clear();
        paused.addAll(wanted);
    }

    /** They are no longer assigned. */
    void forget(Collection<TopicPartition> revoked) {
        paused.removeAll(revoked);
    }
}
