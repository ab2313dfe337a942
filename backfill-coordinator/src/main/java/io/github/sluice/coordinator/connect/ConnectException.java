package io.github.sluice.coordinator.connect;

/** A request that Kafka Connect refused, or that no worker answered. The message never holds a configuration value. */
public final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    ConnectException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status; 0 when no worker answered. */
    public int status() {
        return status;
    }
}
