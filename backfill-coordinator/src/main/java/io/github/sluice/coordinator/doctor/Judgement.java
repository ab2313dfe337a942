package io.github.sluice.coordinator.doctor;

/**
 * What a check decides. Immutable.
 *
 * @param evidence what was found, as names and values that are the same in every language; empty where nothing was seen
 * @param reason of {@link State#SKIPPED}: a key of the words; else empty
 */
public record Judgement(State state, String evidence, String reason) {
    /** How the facts stand to what is expected. */
    public enum State {
        HOLDS,
        BROKEN,
        SKIPPED
    }

    static Judgement when(boolean holds, String evidence) {
        return new Judgement(holds ? State.HOLDS : State.BROKEN, evidence, "");
    }

    static Judgement skipped(String reason, String evidence) {
        return new Judgement(State.SKIPPED, evidence, reason);
    }
}
