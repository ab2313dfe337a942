package io.github.sluice.streamload;

import java.util.Objects;

/** A label's state and, for an aborted load, why. Immutable. */
public final class StateReply {
    private final LoadState state;
    private final String reason;

    StateReply(LoadState state, String reason) {
        this.state = Objects.requireNonNull(state, "state");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public LoadState state() {
        return state;
    }

    /** The abort reason; empty when StarRocks gave none. */
    public String reason() {
        return reason;
    }

    /** Whether somebody asked for the abort ({@code rollback} or {@code _cancel}), rather than a fault or a timeout. */
    boolean abortedOnRequest() {
        return state == LoadState.ABORTED
                && (reason.equalsIgnoreCase("User Aborted") || reason.equalsIgnoreCase("user cancel"));
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? state.toString() : state + " (" + reason + ")";
    }
}
