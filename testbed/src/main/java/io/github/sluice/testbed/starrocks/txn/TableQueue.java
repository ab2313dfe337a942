package io.github.sluice.testbed.starrocks.txn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs the publications of one table one after the other, in the order in which they were added. Thread-safe. */
final class TableQueue {
    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    TableQueue(Executor executor) {
        this.executor = executor;
    }

    synchronized void add(Runnable publication) {
        waiting.addLast(publication);
        if (!running) {
            running = true;
            executor.execute(this::drain);
        }
    }

    private void drain() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.pollFirst();
        running = next != null;
        return next;
    }
}
