package io.github.sluice.testbed.starrocks.load;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends a load without writing anything; status and message go into the reply. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final LoadStatus status;
    private final @Nullable String existingJobStatus;

    LoadException(LoadStatus status, String message) {
        this(status, message, null);
    }

    LoadException(LoadStatus status, String message, @Nullable String existingJobStatus) {
        super(message);
        this.status = status;
        this.existingJobStatus = existingJobStatus;
    }

    /** A statement that StarRocks' analyzer refuses. */
    static LoadException analysis(String detail) {
        return new LoadException(LoadStatus.ANALYSIS_ERROR, "Getting analyzing error. Detail message: " + detail + ".");
    }

    /** Something that StarRocks does and the stand-in does not: refused, never ignored. */
    static LoadException notImplemented(String what) {
        return new LoadException(
                LoadStatus.NOT_IMPLEMENTED_ERROR, "stand-in: " + what + " is not implemented and therefore refused");
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    LoadStatus status() {
        return status;
    }

    /** {@code RUNNING} or {@code FINISHED} for a label in use; null otherwise. */
    @Nullable
    String existingJobStatus() {
        return existingJobStatus;
    }
}
