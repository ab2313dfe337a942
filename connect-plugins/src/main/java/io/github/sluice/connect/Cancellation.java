package io.github.sluice.connect;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A flag that ends waits. Thread-safe; never unset. */
final class Cancellation {
    private final CountDownLatch set = new CountDownLatch(1);

    void cancel() {
        set.countDown();
    }

    boolean cancelled() {
        return set.getCount() == 0;
    }

    /** Waits; an interrupt cancels. @return whether it is cancelled */
    boolean await(Duration duration) {
        try {
            return set.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            return true;
        }
    }
}
