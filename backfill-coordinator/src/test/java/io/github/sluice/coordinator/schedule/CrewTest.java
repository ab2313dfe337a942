package io.github.sluice.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {
    private static List<Integer> tables(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static Crew<Integer> crew(int threads, Consumer<Integer> work) {
        return new Crew<>(threads, table -> "table-" + table, work, table -> true, List::of);
    }

    @Test
    void everyTableIsWorkedAtOnceAndNeverMoreThanTheThreadsAtATime() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int[] micros = random.ints(56, 0, 3000).toArray();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        crew(5, table -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    spend(micros[table]);
                    done.add(table);
                    inside.decrementAndGet();
                })
                .run(tables(56));
        assertThat(done).as("seed " + seed).containsExactlyInAnyOrderElementsOf(tables(56));
        assertThat(most.get()).as("seed " + seed).isBetween(1, 5);
    }

    private static void spend(int micros) {
        try {
            Thread.sleep(micros / 1000, micros % 1000 * 1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void tablesBeginInTheirOrder() throws Exception {
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        crew(1, begun::add).run(tables(7));
        assertThat(begun).containsExactlyElementsOf(tables(7));
    }

    @Test
    void oneThatThrowsDoesNotStopTheRest() throws Exception {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        crew(2, table -> {
                    done.add(table);
                    if (table % 2 == 0) {
                        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                        throw new IllegalStateException("table " + table);
                    }
                })
                .run(tables(20));
        assertThat(done).hasSize(20);
    }

    @Test
    void oneThatWaitsForEverDoesNotStopTheRest() throws Exception {
        CountDownLatch others = new CountDownLatch(9);
        crew(2, table -> {
                    try {
                        if (table == 0) {
                            others.await();
                        } else {
                            others.countDown();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .run(tables(10));
        assertThat(others.getCount()).isZero();
    }

    @Test
    void halfOfTheThreadsIsKeptForTablesThatCanDoMoreThanWait() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        new Crew<Integer>(
                        4,
                        table -> "table-" + table,
                        table -> {
                            try {
                                if (table == 9) {
                                    ready.countDown();
                                } else {
                                    ready.await(); // all others wait for what only the last one can bring
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        table -> table == 9,
                        List::of)
                .run(tables(10));
        assertThat(ready.getCount()).isZero();
    }

    @Test
    void aTableIsWorkedAtAgainWhileTheOthersGoOn() throws Exception {
        CountDownLatch again = new CountDownLatch(2);
        AtomicReference<List<Integer>> wanted = new AtomicReference<>(List.of());
        new Crew<Integer>(
                        3,
                        table -> "table-" + table,
                        table -> {
                            if (table == 1) {
                                again.countDown();
                                wanted.set(again.getCount() > 0 ? List.of(1) : List.of());
                                return;
                            }
                            try {
                                again.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        table -> true,
                        () -> wanted.getAndSet(List.of()))
                .run(tables(3));
        assertThat(again.getCount()).isZero();
    }

    @Test
    void anInterruptEndsAllTables() throws Exception {
        CountDownLatch begun = new CountDownLatch(3);
        AtomicInteger ended = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Crew<Integer> crew = crew(3, table -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                ended.incrementAndGet();
            }
        });
        Thread caller = new Thread(() -> {
            try {
                crew.run(tables(30));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ended).hasValue(3); // and none of the 27 others began
    }

    @Test
    void aCrewHasThreads() {
        assertThatThrownBy(() -> crew(0, table -> {})).isInstanceOf(IllegalArgumentException.class);
    }
}
