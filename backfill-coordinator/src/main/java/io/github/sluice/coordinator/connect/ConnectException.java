package io.github.sluice.coordinator.connect;

import org.jspecify.annotations.Nullable;

/** A request that Kafka Connect refused, or that no worker answered. The message never holds a configuration value. */
public final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What became of the request. */
    enum Kind {
        /** A worker answered, and the answer is no. */
        REFUSED,
        /** A worker answered that it cannot yet: its group rebalances, or it is starting. */
        NOT_READY,
        /** No connection was made, so nothing was asked. */
        NO_CONNECTION,
        /** The request was sent and no answer came. */
        NO_ANSWER
    }

    private final Kind kind;
    private final int status;
    private final boolean mayBeDone;

    ConnectException(Kind kind, int status, boolean mayBeDone, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.mayBeDone = mayBeDone;
    }

    Kind kind() {
        return kind;
    }

    /** The HTTP status; 0 when no worker answered. */
    public int status() {
        return status;
    }

    /** Whether what was asked for may have been done all the same: it changes something, and its answer was lost. */
    public boolean mayBeDone() {
        return mayBeDone;
    }
}
