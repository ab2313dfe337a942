package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a table's newest attempt.
 *
 * @param message empty unless it failed
 * @param startedAt null where this half's journal does not have it
 * @param endedAt null where this half's journal does not have it, and while the step is under way
 * @param evidence JSON values by name, without the keys of rows
 * @param origin who says so
 */
public record StepReport(
        Step step,
        Status status,
        ExitCode code,
        String message,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Map<String, @Nullable Object> evidence,
        Origin origin) {

    /** How far a step is. */
    public enum Status {
        /** Not begun, as far as is known. */
        OPEN,
        /** Begun; after a kill nobody knows more. */
        STARTED,
        DONE,
        FAILED
    }

    /** Where the knowledge comes from. */
    public enum Origin {
        JOURNAL,
        /** The other half's word on the control topic, which holds no times. */
        CONTROL,
        NONE
    }

    static StepReport open(Step step) {
        return new StepReport(step, Status.OPEN, ExitCode.DONE, "", null, null, Map.of(), Origin.NONE);
    }

    boolean done() {
        return status == Status.DONE;
    }

    boolean failed() {
        return status == Status.FAILED;
    }

    /** How long it took; empty while it is under way or where its times are not known. */
    public Optional<Duration> took() {
        return startedAt == null || endedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(startedAt, endedAt));
    }

    /** A count of the evidence; null if it has none of this name. */
    @Nullable
    Long count(String name) {
        return evidence.get(name) instanceof Long count ? count : null;
    }
}
