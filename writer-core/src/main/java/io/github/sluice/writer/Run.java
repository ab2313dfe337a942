package io.github.sluice.writer;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.RowSchema;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One job's run, where its tasks leave their books for the job to add up. DataX has no way for a task to tell its job
 * anything (in open-source DataX {@code getMessage} throws), but job and tasks share this class in one JVM, so runs are kept
 * in a static map from the moment the job opens one until it closes it. Thread-safe.
 */
public final class Run {
    private static final ConcurrentMap<String, Run> OPEN = new ConcurrentHashMap<>();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String handle;
    private final String id;
    private final int attempt;
    private final Instant startedAt;
    private final Queue<TaskAccount> accounts = new ConcurrentLinkedQueue<>();
    private volatile int tasks;

    private Run(String handle, String id, int attempt, Instant startedAt) {
        this.handle = handle;
        this.id = id;
        this.attempt = attempt;
        this.startedAt = startedAt;
    }

    /**
     * Opens a run, to be closed by the job that opened it.
     *
     * @param id null makes one of the time and a random part
     */
    public static Run open(@Nullable String id, int attempt, Clock clock) {
        String random = String.format(Locale.ROOT, "%08x", new SecureRandom().nextInt());
        Instant now = clock.instant();
        String runId = id == null ? STAMP.format(now) + "-" + random : id;
        Run run = new Run(runId + "/" + attempt + "/" + random, runId, attempt, now);
        OPEN.put(run.handle, run);
        return run;
    }

    /**
     * The run that a task belongs to.
     *
     * @param handle as {@link RunParameters#RUN_HANDLE} holds it; null for none
     * @param notOpen the code of a task whose run is not open in this JVM
     * @throws com.alibaba.datax.common.exception.DataXException if this JVM has no such run
     */
    public static Run of(@Nullable String handle, WriterErrorCode notOpen) {
        Run run = handle == null ? null : OPEN.get(handle);
        if (run == null) {
            throw notOpen.failure(
                    "this task belongs to no run of this JVM: the writer counts rows over all tasks of a job"
                            + " and needs them in one process, started through Job.split");
        }
        return run;
    }

    /** How many runs are open in this JVM. */
    public static int openRuns() {
        return OPEN.size();
    }

    /** What {@link #of} finds this run by. */
    public String handle() {
        return handle;
    }

    public String id() {
        return id;
    }

    /** From 1. */
    public int attempt() {
        return attempt;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** How many tasks the job was split into. */
    public void planned(int tasks) {
        this.tasks = tasks;
    }

    /** Opens the books of a task. */
    public TaskAccount startTask(int task) {
        TaskAccount account = new TaskAccount(task);
        accounts.add(account);
        return account;
    }

    /** What all tasks have booked so far. */
    public Totals totals() {
        List<TaskAccount.Snapshot> books = new ArrayList<>();
        for (TaskAccount account : accounts) {
            books.add(account.snapshot());
        }
        return new Totals(tasks, books);
    }

    /** Forgets the run. Idempotent. */
    public void close() {
        OPEN.remove(handle);
    }

    /** The books of all tasks added up. Immutable. */
    public static final class Totals {
        final int tasksPlanned;
        final int tasksFinished;
        final long pulled;
        final long acked;
        final long dirty;
        final long mismatched;
        final long bytes;
        final long zeroDates;
        final Map<Integer, OffsetRange> partitions = new TreeMap<>();
        final Map<String, KeyUse> keyUses;
        /** Null if any task's is unknown. */
        final @Nullable Fingerprint fingerprint;
        /** The columns as the tasks saw them; null if no task had a row, or rows have no columns. */
        final @Nullable RowSchema schema;
        /** The first reason a task gave for its end, before all others that of one that does not know its; null if none failed. */
        final @Nullable String failure;
        /** Whether a task does not know what became of its rows. */
        final boolean unknown;

        private Totals(int tasksPlanned, List<TaskAccount.Snapshot> books) {
            this.tasksPlanned = tasksPlanned;
            int finished = 0;
            long[] sums = new long[6];
            Fingerprint rows = Fingerprint.empty();
            boolean known = true;
            Map<String, KeyUse> uses = Collections.emptyMap();
            RowSchema columns = null;
            String reason = null;
            String doubt = null;
            for (TaskAccount.Snapshot book : books) {
                finished += book.finished ? 1 : 0;
                sums[0] += book.pulled;
                sums[1] += book.acked;
                sums[2] += book.dirty;
                sums[3] += book.mismatched;
                sums[4] += book.bytes;
                sums[5] += book.zeroDates;
                book.partitions.forEach((partition, range) ->
                        partitions.computeIfAbsent(partition, OffsetRange::new).add(range));
                uses = KeyUse.sum(uses, book.keyUses);
                if (book.fingerprint != null) {
                    rows = rows.merge(book.fingerprint);
                } else if (book.pulled > 0) {
                    known = false;
                }
                if (columns == null) {
                    columns = book.schema;
                } else if (book.schema != null && !book.schema.equals(columns) && reason == null) {
                    reason = "tasks saw rows of " + columns.size() + " and of " + book.schema.size() + " columns";
                }
                if (book.failure != null && reason == null) {
                    reason = "task " + book.task + ": " + book.failure;
                }
                if (book.unknown && doubt == null) {
                    doubt = "task " + book.task + ": " + book.failure;
                }
            }
            this.tasksFinished = finished;
            this.pulled = sums[0];
            this.acked = sums[1];
            this.dirty = sums[2];
            this.mismatched = sums[3];
            this.bytes = sums[4];
            this.zeroDates = sums[5];
            this.fingerprint = known ? rows : null;
            this.keyUses = uses;
            this.schema = columns;
            this.failure = doubt == null ? reason : doubt;
            this.unknown = doubt != null;
        }

        /** Rows that the writer took from the reader. */
        public long pulled() {
            return pulled;
        }

        public long acked() {
            return acked;
        }

        public long dirty() {
            return dirty;
        }

        /** Records acknowledged: fewer than rows where one holds many. */
        long records() {
            long records = 0;
            for (OffsetRange range : partitions.values()) {
                records += range.records();
            }
            return records;
        }

        /** Why these books do not prove that every row was written or set aside; null if they do. */
        @Nullable
        String fault() {
            if (failure != null) {
                return failure;
            }
            if (tasksFinished != tasksPlanned) {
                return tasksFinished + " of " + tasksPlanned + " tasks finished";
            }
            if (acked + dirty != pulled) {
                return "pulled " + pulled + " rows, but " + acked + " acknowledged + " + dirty + " dirty";
            }
            return null;
        }

        @Override
        public String toString() {
            return "pulled " + pulled + ", acknowledged " + acked + ", dirty " + dirty + ", zero dates " + zeroDates
                    + ", " + bytes + " bytes, " + tasksFinished + " of " + tasksPlanned + " tasks finished";
        }
    }
}
