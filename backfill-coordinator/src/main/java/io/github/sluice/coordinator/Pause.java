package io.github.sluice.coordinator;

import java.time.Duration;

/** Lets time pass between two looks at the same thing. */
public interface Pause {
    /** The thread sleeps. */
    Pause SLEEP = length -> sleep(length, "waiting");

    /**
     * Lets the time pass.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if the thread is interrupted; it stays interrupted
     */
    void pause(Duration length);

    /**
     * Sleeps.
     *
     * @param what is being waited for, in words for whoever reads that it was interrupted
     * @throws Failure as {@link #pause}
     */
    static void sleep(Duration length, String what) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted: " + what, e);
        }
    }
}
