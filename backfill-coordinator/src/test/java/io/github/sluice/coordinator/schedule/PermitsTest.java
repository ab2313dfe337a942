package io.github.sluice.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.schedule.Permits.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitsTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Map<Pool, Integer> SNAPSHOT = Map.of(Pool.SNAPSHOTS, 1, Pool.CHANNELS, 2);

    private static Optional<Lease> take(Permits permits, Map<Pool, Integer> need, int rank) {
        return permits.take(need, rank, () -> false, OFTEN);
    }

    @Test
    void noLimitIsEverExceededAndEverybodyGetsATurn() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        for (long round = seed; round < seed + 20; round++) {
            Random random = new Random(round);
            int snapshots = 1 + random.nextInt(3);
            int channels = 2 + random.nextInt(6);
            int loads = 1 + random.nextInt(2);
            Permits permits =
                    new Permits(Map.of(Pool.SNAPSHOTS, snapshots, Pool.CHANNELS, channels, Pool.LOADS, loads));
            AtomicInteger inSnapshot = new AtomicInteger();
            AtomicInteger inLoad = new AtomicInteger();
            AtomicInteger served = new AtomicInteger();
            List<String> exceeded = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int table = 0; table < 40; table++) {
                boolean loading = random.nextBoolean();
                int rank = random.nextInt(10);
                int width = 1 + random.nextInt(4);
                int micros = random.nextInt(500);
                Map<Pool, Integer> need =
                        loading ? Map.of(Pool.LOADS, 1) : Map.of(Pool.SNAPSHOTS, 1, Pool.CHANNELS, width);
                AtomicInteger inside = loading ? inLoad : inSnapshot;
                int most = loading ? loads : snapshots;
                threads.add(new Thread(() -> {
                    try (Lease lease = take(permits, need, rank).orElseThrow()) {
                        if (inside.incrementAndGet() > most || permits.taken(Pool.CHANNELS) > channels) {
                            exceeded.add(need.toString());
                        }
                        Thread.sleep(0, micros * 1000);
                        served.incrementAndGet();
                        inside.decrementAndGet(); // while the permit is still held
                    } catch (InterruptedException e) {
                        exceeded.add("interrupted");
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(exceeded).as("rerun with -Dseed=" + round).isEmpty();
            assertThat(served).as("rerun with -Dseed=" + round).hasValue(40);
            assertThat(permits.taken(Pool.SNAPSHOTS) + permits.taken(Pool.CHANNELS) + permits.taken(Pool.LOADS))
                    .isZero();
            assertThat(permits.waiting()).isZero();
        }
    }

    @Test
    void whoNeedsMuchIsNotOvertakenByThoseWhoNeedLittle() throws Exception {
        Permits permits = new Permits(Map.of(Pool.CHANNELS, 4));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Lease busy = take(permits, Map.of(Pool.CHANNELS, 3), 0).orElseThrow();
        Thread wide = thread(permits, Map.of(Pool.CHANNELS, 4), 1, "wide", order);
        awaitWaiting(permits, 1);
        Thread narrow = thread(permits, Map.of(Pool.CHANNELS, 1), 2, "narrow", order);
        awaitWaiting(permits, 2);
        // one channel is free, and stays free for the one who came first in rank
        assertThat(permits.taken(Pool.CHANNELS)).isEqualTo(3);
        busy.close();
        wide.join();
        narrow.join();
        assertThat(order).containsExactly("wide", "narrow");
    }

    @Test
    void rankGoesBeforeArrival() throws Exception {
        Permits permits = new Permits(Map.of(Pool.LOADS, 1));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Lease busy = take(permits, Map.of(Pool.LOADS, 1), 0).orElseThrow();
        Thread late = thread(permits, Map.of(Pool.LOADS, 1), 9, "large", order);
        awaitWaiting(permits, 1);
        Thread early = thread(permits, Map.of(Pool.LOADS, 1), 3, "small", order);
        awaitWaiting(permits, 2);
        busy.close();
        late.join();
        early.join();
        assertThat(order).containsExactly("small", "large");
    }

    @Test
    void otherPoolsDoNotWait() {
        Permits permits = new Permits(Map.of(Pool.SNAPSHOTS, 1, Pool.CHANNELS, 2, Pool.LOADS, 1));
        try (Lease snapshot = take(permits, SNAPSHOT, 0).orElseThrow()) {
            assertThat(take(permits, Map.of(Pool.LOADS, 1), 5)).isPresent();
        }
    }

    @Test
    void whoGivesUpLeavesTheLineAndTakesNothing() throws Exception {
        Permits permits = new Permits(Map.of(Pool.LOADS, 1));
        AtomicBoolean paused = new AtomicBoolean();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Lease busy = take(permits, Map.of(Pool.LOADS, 1), 0).orElseThrow();
        AtomicReference<Optional<Lease>> gaveUp = new AtomicReference<>();
        Thread first = new Thread(() -> gaveUp.set(permits.take(Map.of(Pool.LOADS, 1), 1, paused::get, OFTEN)));
        first.start();
        awaitWaiting(permits, 1);
        Thread second = thread(permits, Map.of(Pool.LOADS, 1), 2, "second", order);
        awaitWaiting(permits, 2);
        paused.set(true);
        first.join();
        assertThat(gaveUp.get()).isEmpty();
        busy.close();
        busy.close(); // twice is once
        second.join();
        assertThat(order).containsExactly("second");
        assertThat(permits.taken(Pool.LOADS)).isZero();
    }

    @Test
    void anInterruptEndsTheWaitAndTakesNothing() throws Exception {
        Permits permits = new Permits(Map.of(Pool.LOADS, 1));
        Lease busy = take(permits, Map.of(Pool.LOADS, 1), 0).orElseThrow();
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                take(permits, Map.of(Pool.LOADS, 1), 1);
            } catch (Failure interrupted) {
                thrown.set(interrupted);
            }
        });
        waiting.start();
        awaitWaiting(permits, 1);
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get()).hasMessageContaining("interrupted");
        busy.close();
        assertThat(permits.taken(Pool.LOADS)).isZero();
        assertThat(permits.waiting()).isZero();
    }

    @Test
    void whoNeedsMoreThanThereIsGetsAllThereIs() {
        Permits permits = new Permits(Map.of(Pool.CHANNELS, 2));
        try (Lease all = take(permits, Map.of(Pool.CHANNELS, 9), 0).orElseThrow()) {
            assertThat(permits.taken(Pool.CHANNELS)).isEqualTo(2);
        }
    }

    private static Thread thread(Permits permits, Map<Pool, Integer> need, int rank, String name, List<String> order) {
        Thread thread = new Thread(() -> {
            try (Lease lease = take(permits, need, rank).orElseThrow()) {
                order.add(name);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Permits permits, int count) {
        while (permits.waiting() != count) {
            Thread.onSpinWait();
        }
    }
}
