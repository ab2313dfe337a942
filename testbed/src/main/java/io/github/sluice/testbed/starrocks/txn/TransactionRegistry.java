package io.github.sluice.testbed.starrocks.txn;

import static io.github.sluice.testbed.starrocks.txn.TransactionState.PREPARE;
import static io.github.sluice.testbed.starrocks.txn.TransactionState.PREPARED;
import static io.github.sluice.testbed.starrocks.txn.TransactionState.VISIBLE;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All load transactions of the cluster and their state machine (starrocks.md 4.3, 5.1, 5.2): PREPARE, PREPARED,
 * COMMITTED, VISIBLE, or ABORTED from the first two. A label is unique per database among transactions that are not
 * aborted. Kept in memory only: a restarted stand-in knows no label.
 *
 * <p>Thread-safe; every change of state happens under this object's monitor, rows are published outside it. Committed
 * transactions of one table are published in commit order, those of different tables side by side.
 */
public final class TransactionRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionRegistry.class);
    private static final Pattern LABEL = Pattern.compile("[-\\w]{1,128}");

    private final TransactionOptions options;
    private final Clock clock;
    private final Map<Long, Transaction> byId = new LinkedHashMap<>();
    private final Map<String, Transaction> newestByLabel = new HashMap<>();
    private final Map<Long, TableQueue> queues = new HashMap<>();
    private final ExecutorService publishers;
    private final ScheduledExecutorService cleaner;
    private long nextId = 1001;

    public TransactionRegistry(TransactionOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.publishers =
                Executors.newCachedThreadPool(task -> daemon(task, "starrocks-publish-" + number.incrementAndGet()));
        this.cleaner = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "starrocks-txn-clean"));
        long check = options.timeoutCheckInterval().toMillis();
        cleaner.scheduleWithFixedDelay(this::abortTimedOut, check, check, TimeUnit.MILLISECONDS);
        long clean = options.labelCleanInterval().toMillis();
        cleaner.scheduleWithFixedDelay(this::cleanLabels, clean, clean, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a transaction in PREPARE.
     *
     * @throws LabelInUseException when the label belongs to a transaction that is not aborted
     * @throws TransactionException for a malformed label or too many running transactions
     */
    public synchronized Transaction begin(Transaction.Request request)
            throws LabelInUseException, TransactionException {
        if (!LABEL.matcher(request.label()).matches()) {
            throw new TransactionException(
                    "Getting analyzing error. Detail message: Label format error. regex: ^[-\\w]{1,128}$, label: "
                            + request.label() + ".");
        }
        Transaction holder = newestByLabel.get(key(request.database(), request.label()));
        if (holder != null && holder.state() != TransactionState.ABORTED) {
            throw new LabelInUseException(request.label(), holder.state());
        }
        long running = byId.values().stream()
                .filter(t ->
                        t.database().equals(request.database()) && t.state().isUnfinished())
                .count();
        if (running >= options.maxRunningPerDatabase()) {
            throw new TransactionException("current running txns on db " + request.database() + " is " + running
                    + ", larger than limit " + options.maxRunningPerDatabase());
        }
        Transaction transaction = new Transaction(nextId++, request, clock.instant(), options.preparedTimeout());
        byId.put(transaction.id(), transaction);
        newestByLabel.put(key(request.database(), request.label()), transaction);
        return transaction;
    }

    /**
     * PREPARE to PREPARED: the rows are complete and wait for the commit.
     *
     * @param preparedTimeout null for the default
     */
    public synchronized void prepare(Transaction transaction, Publication rows, @Nullable Duration preparedTimeout)
            throws TransactionException {
        requireRunning(transaction);
        Duration wait = preparedTimeout == null ? options.preparedTimeout() : preparedTimeout;
        transaction.prepared(rows, wait, clock.instant());
    }

    /** PREPARE to COMMITTED in one step, and queues the rows for publication. */
    public synchronized void commit(Transaction transaction, Publication rows) throws TransactionException {
        requireRunning(transaction);
        transaction.committed(rows, clock.instant());
        enqueue(transaction, rows);
    }

    /** PREPARED to COMMITTED, and queues the rows for publication; false when it is not prepared (any more). */
    public synchronized boolean commitPrepared(Transaction transaction) {
        Publication rows = transaction.publication();
        if (transaction.state() != PREPARED || rows == null) {
            return false;
        }
        transaction.committed(rows, clock.instant());
        enqueue(transaction, rows);
        return true;
    }

    private void requireRunning(Transaction transaction) throws TransactionException {
        if (transaction.state() == TransactionState.ABORTED) {
            throw new TransactionException(
                    "transaction [" + transaction.id() + "] is already aborted. abort reason: " + transaction.reason());
        }
        if (transaction.state() != PREPARE) {
            throw new TransactionException("transaction [" + transaction.id() + "] is already " + transaction.state()
                    + ", not pre-committed.");
        }
    }

    private void enqueue(Transaction transaction, Publication rows) {
        queues.computeIfAbsent(transaction.tableId(), id -> new TableQueue(publishers))
                .add(() -> publish(transaction, rows));
    }

    private void publish(Transaction transaction, Publication rows) {
        try {
            rows.publish();
            finish(transaction, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("transaction {} stays committed: the stand-in is closing", transaction.id());
        } catch (RuntimeException e) {
            LOG.error("transaction {} (label {}) cannot be published", transaction.id(), transaction.label(), e);
            finish(transaction, "stand-in: rows cannot be stored: " + e.getMessage());
        } finally {
            rows.discard();
        }
    }

    /** COMMITTED to VISIBLE, or to ABORTED when the backing database refused the rows. */
    private synchronized void finish(Transaction transaction, @Nullable String failure) {
        if (failure == null) {
            transaction.visible(clock.instant());
        } else {
            transaction.aborted(failure, clock.instant());
        }
        notifyAll();
    }

    /** Aborts an unfinished transaction and frees its label; false when it is not unfinished. */
    public boolean abort(Transaction transaction, String reason) {
        Publication rows;
        synchronized (this) {
            if (!transaction.state().isUnfinished()) {
                return false;
            }
            rows = transaction.publication();
            transaction.aborted(reason, clock.instant());
            notifyAll();
        }
        if (rows != null) {
            rows.discard();
        }
        return true;
    }

    /** Waits until a committed transaction is visible (or was aborted); false when the time is over before. */
    public synchronized boolean awaitVisible(Transaction transaction, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (transaction.state() == TransactionState.COMMITTED) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return transaction.state() == VISIBLE;
    }

    /** The newest transaction under a label, null when none is known. */
    public synchronized @Nullable Transaction find(String database, String label) {
        return newestByLabel.get(key(database, label));
    }

    /** All transactions still kept, oldest first. */
    public synchronized List<Transaction> all() {
        return List.copyOf(byId.values());
    }

    /** Aborts what has run longer than its own timeout: the check that otherwise runs on a timer. */
    public void abortTimedOut() {
        Instant now = clock.instant();
        for (Transaction transaction : all()) {
            Instant preparedAt = transaction.preparedAt();
            boolean late =
                    switch (transaction.state()) {
                        case PREPARE -> now.isAfter(transaction.createdAt().plus(transaction.timeout()));
                        case PREPARED ->
                            preparedAt != null && now.isAfter(preparedAt.plus(transaction.preparedTimeout()));
                        default -> false;
                    };
            if (late && abort(transaction, timeoutReason(transaction))) {
                LOG.info("transaction {} (label {}) timed out", transaction.id(), transaction.label());
            }
        }
    }

    /** The backend watches over open transactions of the transaction interface, the frontend over all others. */
    private static String timeoutReason(Transaction transaction) {
        return transaction.isTransactionInterface() && transaction.state() == PREPARE
                ? "transaction is aborted by timeout " + transaction.timeout().toSeconds() + " seconds."
                : "timeout by txn manager";
    }

    /**
     * Removes finished transactions that are too old, and the oldest of those beyond the number kept per database: the
     * cleaner that otherwise runs on a timer. Returns how many went.
     */
    public synchronized int cleanLabels() {
        Instant oldest = clock.instant().minus(options.labelKeep());
        Map<String, Integer> finished = new HashMap<>();
        for (Transaction transaction : byId.values()) {
            if (transaction.state().isFinal()) {
                finished.merge(transaction.database(), 1, Integer::sum);
            }
        }
        List<Transaction> expired = new ArrayList<>();
        for (Transaction transaction : byId.values()) {
            Instant finishedAt = transaction.finishedAt();
            if (!transaction.state().isFinal() || finishedAt == null) {
                continue;
            }
            int count = finished.getOrDefault(transaction.database(), 0);
            if (finishedAt.isBefore(oldest) || count > options.labelKeepCount()) {
                expired.add(transaction);
                finished.put(transaction.database(), count - 1);
            }
        }
        for (Transaction transaction : expired) {
            byId.remove(transaction.id());
            newestByLabel.remove(key(transaction.database(), transaction.label()), transaction);
        }
        return expired.size();
    }

    private static String key(String database, String label) {
        return database + '\0' + label;
    }

    /** Ends the threads; committed rows that wait for publication stay unpublished. */
    @Override
    public void close() {
        cleaner.shutdownNow();
        publishers.shutdownNow();
        try {
            if (!publishers.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("publication still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Transaction transaction : all()) {
            abort(transaction, "stand-in closed");
        }
    }
}
