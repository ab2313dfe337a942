package io.github.sluice.coordinator.alert;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * Something that people are to know. Immutable; holds no secret and no value of a row.
 *
 * @param speaker who says it, as {@code watch.yaml} names it
 * @param subject which process or table
 * @param reasons what was seen; may be empty
 * @param budget restarts of all that are allowed, such as {@code 3/5 (60 min)}; empty where there is none
 */
public record Alert(Kind kind, String speaker, String subject, OffsetDateTime at, List<Phrase> reasons, String budget) {
    public Alert {
        reasons = List.copyOf(reasons);
    }

    /** What is said. */
    public enum Kind {
        /** A process was not there and was started again. */
        DIED(Severity.WARNING),
        /** A process lives and does nothing; it is asked to end, and then started again. */
        STUCK(Severity.WARNING),
        /** A process is not started again: too often already, or it ended in a way that a restart cannot mend. */
        GAVE_UP(Severity.CRITICAL),
        /** The command of a process cannot be run. */
        CANNOT_START(Severity.CRITICAL),
        /** A process is stuck and nobody knows its id. */
        CANNOT_STOP(Severity.CRITICAL),
        /** A process is well again after an alert. */
        RECOVERED(Severity.GOOD),
        /** A table lags. */
        STALE(Severity.WARNING),
        /** A table is fresh again, or idle. */
        FRESH(Severity.GOOD),
        /** Somebody tries the channels. */
        TEST(Severity.GOOD);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        public Severity severity() {
            return severity;
        }
    }

    /** How urgent it is. */
    public enum Severity {
        GOOD,
        WARNING,
        CRITICAL
    }
}
