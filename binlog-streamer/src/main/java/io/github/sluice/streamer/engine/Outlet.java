package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.metrics.SourceStatus;
import io.github.sluice.streamer.publish.KafkaTransactions;
import io.github.sluice.streamer.publish.RowLane;
import io.github.sluice.wire.position.StreamPosition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The open Kafka transaction of one source: counts what goes into it and knows when it is full or due. One thread.
 */
final class Outlet implements RowLane.Sink {
    private final KafkaTransactions transactions;
    private final KeyAccount keys;
    private final SourceStatus status;
    private final Map<String, Tally> byTopic = new HashMap<>();
    private final int commitRows;
    private final long commitNanos;
    private final long heartbeatNanos;
    private @Nullable StreamPosition committed;
    private long committedAt;
    private long records;
    private long commits;

    /**
     * @param heartbeatNanos how long the position stands still at most
     */
    Outlet(
            KafkaTransactions transactions,
            KeyAccount keys,
            SourceStatus status,
            int commitRows,
            long commitNanos,
            long heartbeatNanos) {
        this.transactions = transactions;
        this.keys = keys;
        this.status = status;
        this.commitRows = commitRows;
        this.commitNanos = commitNanos;
        this.heartbeatNanos = heartbeatNanos;
        this.committedAt = System.nanoTime();
    }

    private static final class Tally {
        long records;
        long bytes;

        void add(int valueBytes) {
            records++;
            bytes += valueBytes;
        }
    }

    @Override
    public void send(String topic, int partition, byte[] key, byte[] value) {
        transactions.send(topic, partition, key, value);
        records++;
        byTopic.computeIfAbsent(topic, any -> new Tally()).add(value.length);
    }

    /** Whether as many records wait for a commit as one transaction should hold. */
    boolean isFull() {
        return records >= commitRows;
    }

    /** Whether something that changed has waited long enough. */
    boolean isDue() {
        return System.nanoTime() - committedAt >= commitNanos;
    }

    /** Whether it is time to show that we are alive. */
    boolean isHeartbeatDue() {
        return System.nanoTime() - committedAt >= heartbeatNanos;
    }

    void commit(SourceState state, Map<String, @Nullable String> schema) {
        StreamPosition position = state.toPosition(Instant.now(), keys.claim());
        transactions.commit(position, schema);
        keys.committed();
        committed = position;
        committedAt = System.nanoTime();
        status.committed(position, records);
        byTopic.forEach((topic, tally) -> status.records(topic, tally.records, tally.bytes));
        byTopic.clear();
        commits++;
        records = 0;
    }

    /** What was committed last; there must have been a commit. */
    StreamPosition committed() {
        return Objects.requireNonNull(committed);
    }

    /** Records in the open transaction. */
    long open() {
        return records;
    }

    /** Transactions committed so far. */
    long commits() {
        return commits;
    }
}
