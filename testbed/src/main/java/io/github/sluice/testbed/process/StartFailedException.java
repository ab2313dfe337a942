package io.github.sluice.testbed.process;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A server did not start; the message ends with the last lines of its log. Nothing of it is left behind. */
public final class StartFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String logTail;

    /**
     * @param message what was awaited and what was found
     * @param logTail the last lines of the log, may be empty
     */
    public StartFailedException(String message, String logTail, @Nullable Throwable cause) {
        super(logTail.isEmpty() ? message : message + "; last lines of its log:\n" + logTail, cause);
        this.logTail = logTail;
    }

    /** True if the log says that a port was taken by somebody else, so that another port may help. */
    public boolean addressInUse() {
        return logTail.contains("Address already in use")
                || logTail.contains("BindException")
                || logTail.contains("another mysqld server running on port");
    }
}
