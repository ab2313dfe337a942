package io.github.sluice.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What Connect gives a sink task, as lists to look at. */
final class FakeContext implements SinkTaskContext, ErrantRecordReporter {
    int requestedCommits;
    final Map<TopicPartition, Long> rewinds = new HashMap<>();
    final Set<TopicPartition> paused = new HashSet<>();
    final Set<TopicPartition> assigned = new HashSet<>();
    final List<SinkRecord> deadLetters = new ArrayList<>();
    final List<Throwable> reasons = new ArrayList<>();
    long timeout = -1;

    @Override
    public Map<String, String> configs() {
        return new HashMap<>();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        offsets.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition tp, long offset) {
        if (!assigned.contains(tp)) {
            throw new IllegalStateException("Connect would fail seeking in " + tp + ", which is not assigned");
        }
        rewinds.put(tp, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            if (!assigned.contains(partition)) {
                throw new IllegalStateException("Connect would refuse to pause " + partition);
            }
            paused.add(partition);
        }
    }

    @Override
    public void resume(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            if (!assigned.contains(partition)) {
                throw new IllegalStateException("Connect would refuse to resume " + partition);
            }
            paused.remove(partition);
        }
    }

    @Override
    public void requestCommit() {
        requestedCommits++;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return this;
    }

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        deadLetters.add(record);
        reasons.add(error);
        return CompletableFuture.completedFuture(null);
    }
}
