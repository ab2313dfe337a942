package io.github.sluice.writer;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.RowSchema;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The books of one task: what it pulled, what was acknowledged where, what was dirty. The task's thread books rows, the
 * same or another thread books acknowledgements, the job's thread may look at any time; what they share is guarded by this, and no
 * two tasks share anything.
 */
public final class TaskAccount {
    private final int task;
    private final AtomicLong pulled = new AtomicLong();
    private final AtomicLong dirty = new AtomicLong();
    private final AtomicLong mismatched = new AtomicLong();
    private final AtomicLong refusedLate = new AtomicLong();
    private Acknowledged acknowledged = new Acknowledged();
    private @Nullable Acknowledged uncommitted;
    private Map<String, KeyUse> keyUses = Collections.emptyMap();
    private long zeroDates;
    private boolean finished;
    private boolean unknown;
    private @Nullable RowSchema schema;
    private @Nullable Fingerprint fingerprint;
    private @Nullable String failure;

    /** @param task DataX's number of the task */
    public TaskAccount(int task) {
        this.task = task;
    }

    /** Books one row as pulled and returns its position, from 1. Only the task's thread calls this. */
    public long pulled() {
        long row = pulled.get() + 1;
        pulled.lazySet(row);
        return row;
    }

    /** Books one row as handed to DataX as dirty. */
    public void dirty() {
        dirty.incrementAndGet();
    }

    /** Books a dirty row that had already been added to the fingerprint when the other side refused it. */
    public void dirtyAfterSending() {
        refusedLate.incrementAndGet();
        dirty.incrementAndGet();
    }

    /** Books a row of the wrong width (which is dirty as well) and returns how many there were. */
    public long mismatched() {
        return mismatched.incrementAndGet();
    }

    /**
     * Books one acknowledged record.
     *
     * @param offset {@link OffsetRange#UNKNOWN} where it was not told
     * @param rows how many rows the record holds
     */
    public synchronized void acknowledged(int partition, long offset, int rows, long valueBytes) {
        Acknowledged open = uncommitted;
        (open == null ? acknowledged : open).add(partition, offset, rows, valueBytes);
    }

    /** From here on acknowledgements do not count until {@link #committed}: nobody can read the rows before that. */
    public synchronized void inTransaction() {
        uncommitted = new Acknowledged();
    }

    /** The transaction of {@link #inTransaction} is committed: what was acknowledged in it counts. */
    public synchronized void committed() {
        Acknowledged open = uncommitted;
        if (open == null) {
            throw new IllegalStateException("no transaction was begun");
        }
        acknowledged = open;
        uncommitted = null;
    }

    /**
     * Closes the books. The fingerprint stays unknown if a row in it was refused later: sums of hashes are not taken apart.
     *
     * @param schema null if no row came, or rows have no columns
     */
    public synchronized void finished(
            long zeroDates, @Nullable RowSchema schema, @Nullable FingerprintAccumulator rows) {
        this.zeroDates = zeroDates;
        this.schema = schema;
        this.fingerprint = rows == null || refusedLate.get() > 0 ? null : rows.snapshot();
        this.finished = true;
    }

    /** How much of which key the task has used so far. */
    public synchronized void sealed(Map<String, KeyUse> uses) {
        keyUses = uses;
    }

    /**
     * Remembers why the task ended, for the manifest.
     *
     * @param why its first line counts, which must hold no value of a row
     */
    public synchronized void failed(@Nullable String why) {
        if (failure == null) {
            failure = firstLine(why);
        }
    }

    /**
     * Remembers that nobody knows whether the task's rows are where they were sent.
     *
     * @param why as for {@link #failed}
     */
    public synchronized void unknown(@Nullable String why) {
        unknown = true;
        failure = firstLine(why);
    }

    /** DataX's exceptions carry the traces of their causes behind it. */
    private static String firstLine(@Nullable String message) {
        String text = String.valueOf(message);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The books now. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(this);
    }

    /** The books at one moment. Of a task that is still running they may be behind by the rows in flight. Immutable. */
    public static final class Snapshot {
        final int task;
        final long pulled;
        final long acked;
        final long uncommitted;
        final long dirty;
        final long mismatched;
        final long bytes;
        final long zeroDates;
        final boolean finished;
        final boolean unknown;
        final Map<Integer, OffsetRange> partitions = new TreeMap<>();
        final Map<String, KeyUse> keyUses;
        final @Nullable RowSchema schema;
        final @Nullable Fingerprint fingerprint;
        final @Nullable String failure;

        private Snapshot(TaskAccount account) {
            task = account.task;
            pulled = account.pulled.get();
            acked = account.acknowledged.rows;
            uncommitted = account.uncommitted == null ? 0 : account.uncommitted.rows;
            dirty = account.dirty.get();
            mismatched = account.mismatched.get();
            bytes = account.acknowledged.bytes;
            zeroDates = account.zeroDates;
            finished = account.finished;
            unknown = account.unknown;
            account.acknowledged.partitions.forEach((partition, range) -> partitions.put(partition, range.copy()));
            keyUses = account.keyUses;
            schema = account.schema;
            fingerprint = account.fingerprint;
            failure = account.failure;
        }

        /** Why not every pulled row is acknowledged, committed or not, or dirty; null if each is. */
        public @Nullable String imbalance() {
            long acknowledged = acked + uncommitted;
            return acknowledged + dirty == pulled
                    ? null
                    : "task " + task + ": pulled " + pulled + " rows, but " + acknowledged + " acknowledged + " + dirty
                            + " dirty";
        }

        public long pulled() {
            return pulled;
        }

        /** Rows that count: those of a transaction once it is committed. */
        public long acked() {
            return acked;
        }

        public long dirty() {
            return dirty;
        }

        /** Bytes of record values as acknowledged. */
        public long bytes() {
            return bytes;
        }

        /** Dates that became null because StarRocks cannot hold them. */
        public long zeroDates() {
            return zeroDates;
        }

        /** Whether the task ended well. */
        public boolean finished() {
            return finished;
        }

        public Map<Integer, OffsetRange> partitions() {
            return partitions;
        }

        public Map<String, KeyUse> keyUses() {
            return keyUses;
        }

        /** Null where it is not known. */
        public @Nullable Fingerprint fingerprint() {
            return fingerprint;
        }
    }

    /** What the other side has told. Guarded by its account. */
    private static final class Acknowledged {
        final Map<Integer, OffsetRange> partitions = new TreeMap<>();
        long rows;
        long bytes;
        private int latest = -1;
        private @Nullable OffsetRange range;

        void add(int partition, long offset, int rowsOfRecord, long valueBytes) {
            rows += rowsOfRecord;
            bytes += valueBytes;
            OffsetRange ofPartition = range;
            if (ofPartition == null || latest != partition) { // a batch's records come one after the other
                ofPartition = partitions.computeIfAbsent(partition, OffsetRange::new);
                range = ofPartition;
                latest = partition;
            }
            ofPartition.add(offset);
        }
    }
}
