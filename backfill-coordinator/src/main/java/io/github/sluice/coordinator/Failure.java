package io.github.sluice.coordinator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stops a table or a command, in the operator's words: the exit code says what to do, the message says what was
 * being done, to which table, what was found and what to do next. Never holds a secret or a column value; primary keys
 * that differ are {@link #details}, which are shown and travel sealed but are written to no log and no journal.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final transient List<String> details;

    public Failure(ExitCode code, String message) {
        this(code, message, null, List.of());
    }

    public Failure(ExitCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, List.of());
    }

    public Failure(ExitCode code, String message, @Nullable Throwable cause, List<String> details) {
        super(message, cause);
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** What the command ends with. */
    public ExitCode code() {
        return code;
    }

    /** The rows that differ, one per line; empty for every other failure. */
    public List<String> details() {
        return details;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}
