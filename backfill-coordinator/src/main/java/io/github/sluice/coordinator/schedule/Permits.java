package io.github.sluice.coordinator.schedule;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Permits of every {@link Pool}, given in the order of rank, and of arrival among equals. Nobody overtakes somebody of a
 * better place who waits for the same pool, so that a table that needs much is not starved by those that need little.
 *
 * <p>All that a need names is taken at once or not at all; whoever holds permits of one pool and waits for another's is
 * a mistake of the caller's, and cannot happen between pools that are always named together. Thread-safe.
 */
public final class Permits {
    private final Map<Pool, Integer> sizes = new EnumMap<>(Pool.class);
    private final Map<Pool, Integer> taken = new EnumMap<>(Pool.class);
    private final List<Waiting> line = new ArrayList<>();
    private long arrivals;

    /** Somebody in the line. */
    private record Waiting(int rank, long arrival, Map<Pool, Integer> need) {}

    /**
     * @param sizes how much there is of each pool; a pool that is missing has no bound
     * @throws IllegalArgumentException if one is below 1
     */
    public Permits(Map<Pool, Integer> sizes) {
        sizes.forEach((pool, size) -> {
            if (size < 1) {
                throw new IllegalArgumentException(pool + " must be above 0, found " + size);
            }
            this.sizes.put(pool, size);
        });
    }

    /** Permits that are held until it is closed; closing again is harmless. Thread-safe. */
    public final class Lease implements AutoCloseable {
        private final Map<Pool, Integer> need;
        private boolean given = true;

        private Lease(Map<Pool, Integer> need) {
            this.need = need;
        }

        @Override
        public void close() {
            synchronized (Permits.this) {
                if (given) {
                    given = false;
                    need.forEach((pool, count) -> taken.merge(pool, -count, Integer::sum));
                    Permits.this.notifyAll();
                }
            }
        }
    }

    /**
     * Waits for its turn.
     *
     * @param need how many of which pool; more than there is counts as all there is
     * @param rank smaller goes first
     * @param givesUp asked at every look, outside of any lock: whether the caller wants to wait no longer
     * @param lookEvery how often {@code givesUp} is asked
     * @return empty if the caller gave up
     * @throws Failure if the thread is interrupted; then nothing is taken
     */
    public Optional<Lease> take(Map<Pool, Integer> need, int rank, BooleanSupplier givesUp, Duration lookEvery) {
        Waiting me = enter(bounded(need), rank);
        boolean taken = false;
        try {
            while (!givesUp.getAsBoolean()) {
                Optional<Lease> lease = await(me, lookEvery);
                if (lease.isPresent()) {
                    taken = true;
                    return lease;
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted while waiting for a turn", e);
        } finally {
            if (!taken) {
                leave(me);
            }
        }
    }

    /** How many permits of a pool are out. */
    public synchronized int taken(Pool pool) {
        return taken.getOrDefault(pool, 0);
    }

    /** How many wait. */
    public synchronized int waiting() {
        return line.size();
    }

    private Map<Pool, Integer> bounded(Map<Pool, Integer> need) {
        Map<Pool, Integer> bounded = new EnumMap<>(Pool.class);
        need.forEach((pool, count) -> bounded.put(pool, Math.min(count, sizes.getOrDefault(pool, count))));
        return bounded;
    }

    private synchronized Waiting enter(Map<Pool, Integer> need, int rank) {
        Waiting me = new Waiting(rank, arrivals++, need);
        line.add(me);
        line.sort(Comparator.comparingInt(Waiting::rank).thenComparingLong(Waiting::arrival));
        return me;
    }

    private synchronized void leave(Waiting me) {
        line.remove(me);
        notifyAll(); // somebody may have stood behind
    }

    /** Empty if the time has passed. */
    private synchronized Optional<Lease> await(Waiting me, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!isItsTurn(me)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        line.remove(me);
        me.need().forEach((pool, count) -> taken.merge(pool, count, Integer::sum));
        notifyAll(); // the next in line may want other pools
        return Optional.of(new Lease(me.need()));
    }

    private boolean isItsTurn(Waiting me) {
        for (Waiting other : line) {
            if (other.equals(me)) {
                return me.need().entrySet().stream()
                        .allMatch(entry -> !sizes.containsKey(entry.getKey())
                                || taken(entry.getKey()) + entry.getValue() <= sizes.get(entry.getKey()));
            }
            if (other.need().keySet().stream().anyMatch(me.need()::containsKey)) {
                return false;
            }
        }
        return false;
    }
}
