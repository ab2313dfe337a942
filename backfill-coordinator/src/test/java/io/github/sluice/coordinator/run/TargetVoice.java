package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A target half that has the table of every attempt ready at once, and does nothing else. */
final class TargetVoice implements AutoCloseable {
    private final ControlTopic control;
    private final Thread thread;
    private volatile boolean closed;

    TargetVoice(House house, SluiceSettings settings) {
        this.control = house.control(settings);
        this.thread = new Thread(() -> speak(settings.tables().get(0).target()), "target-voice");
        thread.start();
    }

    private void speak(String table) {
        Set<String> answered = new HashSet<>();
        while (!closed) {
            control.newest(table, Attempts.ATTEMPT)
                    .filter(attempt -> answered.add(attempt.attemptId()))
                    .ifPresent(attempt -> control.publish(
                            Word.done(table, Step.TABLE.word(), attempt.attempt(), attempt.attemptId(), Map.of())));
            LockSupport.parkNanos(50_000_000L);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.close();
    }
}
