package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.StepState;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that the journal has of an attempt beside its steps: a sign-off, a repair.
 *
 * @param name as the journal calls it
 * @param at when it began; null where only the control topic has it
 */
public record JournalNote(
        String name,
        StepState state,
        ExitCode code,
        String message,
        @Nullable Instant at,
        Map<String, @Nullable Object> evidence) {
    private static final String SIGN_OFF = "signoff";
    private static final String REPAIR = "repair";

    /** Whether somebody's name stands under it. */
    public boolean signOff() {
        return name.startsWith(SIGN_OFF);
    }

    public boolean repair() {
        return name.startsWith(REPAIR);
    }

    /** Who signed; empty if it is no sign-off or names nobody. */
    public String who() {
        return signOff() ? String.valueOf(evidence.getOrDefault("who", "")) : "";
    }
}
