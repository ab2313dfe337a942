package io.github.sluice.streamer;

import org.jspecify.annotations.Nullable;

/**
 * What ends a command, in the operator's words: the exit code says what to do, the message what was being done, to which
 * source, table or position, what was found and what to do next. Never holds a secret or a column's value.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public Failure(ExitCode code, String message) {
        this(code, message, null);
    }

    public Failure(ExitCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What the command ends with. */
    public ExitCode code() {
        return code;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}
