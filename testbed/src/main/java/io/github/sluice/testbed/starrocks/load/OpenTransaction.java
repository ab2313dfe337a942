package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.txn.Transaction;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What a backend remembers of a transaction between begin and prepare or commit. Whoever holds {@link #busy} may use the
 * other members.
 */
final class OpenTransaction {
    final Transaction transaction;
    final @Nullable Duration idleTimeout;
    /** One request at a time; a second one is refused, not queued. */
    final Semaphore busy = new Semaphore(1);

    final long startedNanos = System.nanoTime();
    volatile long lastActiveNanos = startedNanos;

    @Nullable
    LoadSession session;
    /** What went wrong while rows were read: reported by the next step, as the real backend reads in the background. */
    @Nullable
    LoadException failure;

    long announcedBytes;
    long planMillis;
    long receiveMillis;
    long writeMillis;

    OpenTransaction(Transaction transaction, @Nullable Duration idleTimeout) {
        this.transaction = transaction;
        this.idleTimeout = idleTimeout;
    }

    boolean isIdleTooLong() {
        Duration limit = idleTimeout;
        return limit != null && System.nanoTime() - lastActiveNanos > limit.toNanos();
    }

    void discard() {
        LoadSession open = session;
        if (open != null) {
            open.discard();
        }
    }
}
