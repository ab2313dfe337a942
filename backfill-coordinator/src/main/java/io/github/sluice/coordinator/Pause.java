package io.github.sluice.coordinator;

import java.time.Duration;

/** Lets time pass between two looks at the same thing. */
public interface Pause {
    /** The thread sleeps. */
    Pause SLEEP = length -> {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
        }
    };

    void pause(Duration length);
}
