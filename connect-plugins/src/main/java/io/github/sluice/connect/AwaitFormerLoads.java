package io.github.sluice.connect;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Without a query port: lets the load timeout pass, after which StarRocks has aborted what nobody prepared. A prepared
 * load of an earlier owner is outwaited only by StarRocks 3.5.4 and later, which know {@code prepared_timeout}. Thread-safe.
 */
final class AwaitFormerLoads implements FormerLoads {
    private final Duration loadTimeout;
    private final LongSupplier nanos;
    private volatile long openedAt;

    AwaitFormerLoads(Duration loadTimeout, LongSupplier nanos) {
        this.loadTimeout = loadTimeout;
        this.nanos = nanos;
        this.openedAt = nanos.getAsLong();
    }

    @Override
    public void opened() {
        openedAt = nanos.getAsLong();
    }

    @Override
    public void settle(String topic, Set<Integer> partitions, Cancellation cancellation) {
        long left;
        while ((left = loadTimeout.toNanos() - (nanos.getAsLong() - openedAt)) > 0) {
            if (cancellation.await(Duration.ofNanos(left).plusMillis(1))) {
                return;
            }
        }
    }
}
