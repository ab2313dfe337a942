package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that a test has planned for a stand-in. Thread-safe. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final long MAX_PAUSE_MINUTES = 10;

    private final Map<Integer, Planned> planned = new LinkedHashMap<>();
    private int nextId = 1;

    /** A fault that was planned: how often it struck, and the way out of a pause. */
    public final class Planned {
        private final int id;
        private final Fault fault;
        private final CountDownLatch released = new CountDownLatch(1);
        private int hits;

        private Planned(int id, Fault fault) {
            this.id = id;
            this.fault = fault;
        }

        /** The number under which the admin port knows it. */
        public int id() {
            return id;
        }

        public Fault fault() {
            return fault;
        }

        /** How many requests it has struck. */
        public int hits() {
            synchronized (Faults.this) {
                return hits;
            }
        }

        /** Waits until it has struck at least once; false when the time is over before. */
        public boolean awaitHit(Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            synchronized (Faults.this) {
                while (hits == 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        return false;
                    }
                    Faults.this.wait(left);
                }
                return true;
            }
        }

        /** Lets go whatever it pauses or delays, now and later. */
        public void release() {
            released.countDown();
        }

        /** Ends the fault: no further request is struck, and what waits goes on. */
        public void remove() {
            synchronized (Faults.this) {
                planned.remove(id);
            }
            release();
        }
    }

    /** Plans a fault. */
    public synchronized Planned plan(Fault fault) {
        Planned entry = new Planned(nextId++, fault);
        planned.put(entry.id, entry);
        return entry;
    }

    /** All faults, spent ones included, oldest first. */
    public synchronized List<Planned> all() {
        return new ArrayList<>(planned.values());
    }

    /** The fault of that number; null when there is none. */
    public synchronized @Nullable Planned byId(int id) {
        return planned.get(id);
    }

    /** Removes all faults and lets go what they hold. */
    public void clear() {
        all().forEach(Planned::remove);
    }

    private synchronized @Nullable Planned strike(FaultPoint point, String operation, String label) {
        for (Planned entry : planned.values()) {
            Fault fault = entry.fault;
            if (fault.point() == point
                    && entry.hits < fault.times()
                    && label.startsWith(fault.labelPrefix())
                    && (fault.operation().isEmpty() || fault.operation().equals(operation))) {
                entry.hits++;
                notifyAll();
                LOG.info("fault {} strikes {} of label {}", fault, operation, label);
                return entry;
            }
        }
        return null;
    }

    /**
     * Passes a point: waits, breaks or goes on as planned.
     *
     * @return what the caller must do itself (HTTP status, dead backend), null otherwise
     * @throws DropConnectionException to close the connection
     * @throws LoadException to fail the load
     */
    Fault.@Nullable Action pass(FaultPoint point, String operation, String label)
            throws DropConnectionException, LoadException {
        Planned entry = strike(point, operation, label);
        if (entry == null) {
            return null;
        }
        Fault.Action action = entry.fault.action();
        if (action instanceof Fault.Action.Drop) {
            throw new DropConnectionException("fault at " + point);
        }
        if (action instanceof Fault.Action.Vanish) {
            throw new VanishedException(point);
        }
        if (action instanceof Fault.Action.Fail fail) {
            throw new LoadException(LoadStatus.INTERNAL_ERROR, fail.message());
        }
        try {
            hold(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DropConnectionException("closing during a fault at " + point);
        }
        return action;
    }

    /** Waits at {@link FaultPoint#PUBLISH} if that is planned. */
    void awaitPublish(String operation, String label) throws InterruptedException {
        Planned entry = strike(FaultPoint.PUBLISH, operation, label);
        if (entry != null) {
            hold(entry);
        }
    }

    private static void hold(Planned entry) throws InterruptedException {
        Fault.Action action = entry.fault.action();
        if (action instanceof Fault.Action.Delay delay) {
            entry.released.await(delay.duration().toMillis(), TimeUnit.MILLISECONDS);
        } else if (action instanceof Fault.Action.Pause && !entry.released.await(MAX_PAUSE_MINUTES, TimeUnit.MINUTES)) {
            LOG.warn("pause at {} ended by itself after {} minutes", entry.fault.point(), MAX_PAUSE_MINUTES);
        }
    }
}
