package io.github.sluice.benchmarks.measure;

import io.github.sluice.testbed.process.ChildProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits that end. */
public final class Await {
    private Await() {}

    /** Something to wait for. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Looks again and again until the condition holds.
     *
     * @param what for the message
     * @throws IllegalStateException when the time is over or the child has ended before, with the end of its log
     * @throws InterruptedException if this thread is to end
     */
    public static void until(String what, ChildProcess child, Duration limit, Duration lookAgain, Condition condition)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (!child.isAlive()) {
                throw new IllegalStateException(
                        "waiting until " + what + ", but the process has ended:\n" + child.logTail());
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "waited " + limit.toSeconds() + " s until " + what + ":\n" + child.logTail());
            }
            TimeUnit.NANOSECONDS.sleep(lookAgain.toNanos());
        }
    }
}
