package io.github.sluice.coordinator.run;

/**
 * Why a step does not begin.
 *
 * @param detail what is full, who paused the table, or what was measured; for people
 */
public record Hold(Reason reason, String detail) {
    /** Kinds of reasons. */
    public enum Reason {
        /** Other tables have all permits. */
        TURN,
        /** An operator has paused the table. */
        PAUSED,
        /** A server has too much to do. */
        THROTTLED
    }
}
