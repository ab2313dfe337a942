package io.github.sluice.connect;

import java.util.concurrent.atomic.AtomicLong;

/** Counts. Thread-safe. */
final class SinkCounters implements SinkCountersMXBean {
    final AtomicLong received = new AtomicLong();
    final AtomicLong loaded = new AtomicLong();
    final AtomicLong deadLettered = new AtomicLong();
    final AtomicLong tombstones = new AtomicLong();
    final AtomicLong filtered = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong loads = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong suspensions = new AtomicLong();
    final AtomicLong buffered = new AtomicLong();

    @Override
    public long getReceived() {
        return received.get();
    }

    @Override
    public long getLoaded() {
        return loaded.get();
    }

    @Override
    public long getDeadLettered() {
        return deadLettered.get();
    }

    @Override
    public long getTombstones() {
        return tombstones.get();
    }

    @Override
    public long getFiltered() {
        return filtered.get();
    }

    @Override
    public long getDropped() {
        return dropped.get();
    }

    @Override
    public long getLoads() {
        return loads.get();
    }

    @Override
    public long getRetries() {
        return retries.get();
    }

    @Override
    public long getSuspensions() {
        return suspensions.get();
    }

    @Override
    public long getBuffered() {
        return buffered.get();
    }

    @Override
    public String toString() {
        return "received " + received + ", loaded " + loaded + " in " + loads + " loads, dead-lettered " + deadLettered
                + ", tombstones " + tombstones + ", filtered " + filtered + ", dropped to be read again " + dropped
                + ", buffered " + buffered + ", retries " + retries + ", suspensions " + suspensions;
    }
}
