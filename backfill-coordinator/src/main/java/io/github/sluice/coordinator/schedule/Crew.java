package io.github.sluice.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Works at several tables beside each other, each on a thread of its own for as long as it takes, and never on more
 * threads than it was given. Tables begin in their order, those first whose other half has something for them; the last
 * half of the threads is for such tables alone, so that tables which only wait can't keep all threads.
 *
 * <p>One thread calls {@link #run}; the work is done on others.
 *
 * @param <T> a table
 */
public final class Crew<T> {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final int threads;
    private final Function<T, String> name;
    private final Consumer<T> work;
    private final Predicate<T> ready;
    private final Supplier<Collection<T>> again;
    private final Deque<T> pending = new ArrayDeque<>();
    private final List<Thread> running = new ArrayList<>();

    /**
     * @param threads at most so many at once
     * @param name of a table's thread
     * @param work what is done with a table; what it throws ends that table's thread only
     * @param ready whether a table can do more than wait
     * @param again tables that are to be worked at once more; each is returned once
     */
    public Crew(
            int threads,
            Function<T, String> name,
            Consumer<T> work,
            Predicate<T> ready,
            Supplier<Collection<T>> again) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be above 0, found " + threads);
        }
        this.threads = threads;
        this.name = name;
        this.work = work;
        this.ready = ready;
        this.again = again;
    }

    /**
     * Returns when every table has ended and none is to be worked at again.
     *
     * @throws InterruptedException when this thread was interrupted, after all others were and have ended
     */
    public void run(Collection<T> tables) throws InterruptedException {
        pending.addAll(tables);
        try {
            while (true) {
                boolean idle = busy() == 0 && pending.isEmpty();
                // asked after that look, so that a table which ended before it is not overlooked
                pending.addAll(again.get());
                if (idle && pending.isEmpty()) {
                    return;
                }
                begin();
                synchronized (this) {
                    if (!running.isEmpty() || !pending.isEmpty()) {
                        wait(LOOK_EVERY_MILLIS);
                    }
                }
            }
        } catch (InterruptedException e) {
            endAll();
            throw e;
        } catch (RuntimeException | Error e) {
            endAll();
            throw e;
        }
    }

    private void begin() {
        Optional<T> next = next();
        while (next.isPresent()) {
            start(next.get());
            next = next();
        }
    }

    private Optional<T> next() {
        int busy = busy();
        if (busy >= threads) {
            return Optional.empty();
        }
        boolean anyFits = pending.size() + busy <= threads || busy < (threads + 1) / 2;
        Iterator<T> tables = pending.iterator();
        while (tables.hasNext()) {
            T table = tables.next();
            if (anyFits || ready.test(table)) {
                tables.remove();
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    private synchronized int busy() {
        return running.size();
    }

    private synchronized void start(T table) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.accept(table);
                    } finally {
                        ended(Thread.currentThread());
                    }
                },
                name.apply(table));
        running.add(thread);
        thread.start();
    }

    private synchronized void ended(Thread thread) {
        running.remove(thread);
        notifyAll();
    }

    /** Whatever a table waits for ends by an interrupt; the order to end comes first to all. */
    private void endAll() {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(running);
        }
        all.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : all) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
