package io.github.sluice.coordinator.journal;

/** How far one step of one attempt is, as the journal knows it. */
public enum StepState {
    /** Begun and not known to have ended: after a kill this means "look at the world". */
    STARTED,
    DONE,
    FAILED
}
