package io.github.sluice.connect;

import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** How a batch ended. Immutable. */
final class BatchResult {
    enum End {
        /** Every row is visible in StarRocks, but the refused ones. */
        DONE,
        /** Ownership was lost or in doubt, or the task is closing; some rows may be visible. */
        ABANDONED,
        /** A person has to act. */
        FAILED
    }

    private final End end;
    private final List<Refusal> refusals;
    private final @Nullable ConnectException failure;
    private final String reason;

    private BatchResult(End end, List<Refusal> refusals, @Nullable ConnectException failure, String reason) {
        this.end = end;
        this.refusals = Collections.unmodifiableList(refusals);
        this.failure = failure;
        this.reason = reason;
    }

    static BatchResult done(List<Refusal> refusals) {
        return new BatchResult(End.DONE, refusals, null, "");
    }

    static BatchResult abandoned(String reason) {
        return new BatchResult(End.ABANDONED, Collections.emptyList(), null, reason);
    }

    static BatchResult failed(ConnectException failure) {
        return new BatchResult(End.FAILED, Collections.emptyList(), failure, String.valueOf(failure.getMessage()));
    }

    End end() {
        return end;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    ConnectException failure() {
        if (failure == null) {
            throw new IllegalStateException("did not fail: " + end);
        }
        return failure;
    }

    String reason() {
        return reason;
    }
}
