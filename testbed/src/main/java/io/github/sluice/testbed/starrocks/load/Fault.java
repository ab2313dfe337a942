package io.github.sluice.testbed.starrocks.load;

import java.time.Duration;
import java.util.Locale;

/**
 * One planned fault. Immutable.
 *
 * @param point where it strikes
 * @param action what it does
 * @param times how many requests it strikes; then it is spent
 * @param labelPrefix only labels that begin so; empty for all
 * @param operation only this step: {@code stream_load}, {@code begin}, {@code load}, {@code prepare}, {@code commit},
 *     {@code rollback}; empty for all
 */
public record Fault(FaultPoint point, Action action, int times, String labelPrefix, String operation) {

    /** What a fault does. */
    public sealed interface Action {
        /**
         * Closes the connection without an answer. An unfinished plain load is aborted, as after a lost client; a load
         * transaction stays as it is.
         */
        record Drop() implements Action {}

        /** Closes the connection and leaves the transaction as it is until its timeout, as after a lost backend. */
        record Vanish() implements Action {}

        /** Answers with this HTTP status and a frontend's failure envelope. */
        record Status(int code) implements Action {}

        /** Fails the load with this message. */
        record Fail(String message) implements Action {}

        /** Waits, then goes on. */
        record Delay(Duration duration) implements Action {}

        /** Waits until the fault is released, at most ten minutes, then goes on. */
        record Pause() implements Action {}

        /** Redirects to a port where nobody listens. */
        record DeadBackend() implements Action {}
    }

    public Fault {
        boolean redirecting = action instanceof Action.DeadBackend || action instanceof Action.Status;
        if (redirecting && point != FaultPoint.FRONTEND_REQUEST) {
            throw new IllegalArgumentException(action + " is possible at FRONTEND_REQUEST only, not at " + point);
        }
        boolean waiting = action instanceof Action.Delay || action instanceof Action.Pause;
        if (point == FaultPoint.PUBLISH && !waiting) {
            throw new IllegalArgumentException("PUBLISH can be delayed or paused, not " + action);
        }
        if (times < 1) {
            throw new IllegalArgumentException("times must be above 0, found " + times);
        }
        operation = operation.toLowerCase(Locale.ROOT);
    }

    /** Strikes the next request, whatever its label. */
    public static Fault at(FaultPoint point, Action action) {
        return new Fault(point, action, 1, "", "");
    }

    /** The connection breaks before the load is committed. */
    public static Fault dropBeforeCommit() {
        return at(FaultPoint.BEFORE_COMMIT, new Action.Drop());
    }

    /** The load succeeds and its reply is lost. */
    public static Fault loseReply() {
        return at(FaultPoint.BEFORE_REPLY, new Action.Drop());
    }

    /** Committed rows stay invisible for so long. */
    public static Fault delayPublish(Duration duration) {
        return at(FaultPoint.PUBLISH, new Action.Delay(duration));
    }

    /** The frontend redirects to a backend that is gone. */
    public static Fault deadBackend() {
        return at(FaultPoint.FRONTEND_REQUEST, new Action.DeadBackend());
    }

    /** The load fails as it does when a tablet has too many versions. */
    public static Fault tooManyVersions() {
        return at(
                FaultPoint.BEFORE_COMMIT,
                new Action.Fail("Too many versions. tablet_id: 10010, version_count: 1000, limit: 1000"));
    }

    /** The frontend answers with an error of HTTP. */
    public static Fault frontendStatus(int code) {
        return at(FaultPoint.FRONTEND_REQUEST, new Action.Status(code));
    }

    /** The backend takes its time before 100 Continue. */
    public static Fault slowContinue(Duration duration) {
        return at(FaultPoint.BEFORE_CONTINUE, new Action.Delay(duration));
    }

    /** Holds a request at this point until the fault is released. */
    public static Fault pause(FaultPoint point) {
        return at(point, new Action.Pause());
    }

    public Fault times(int count) {
        return new Fault(point, action, count, labelPrefix, operation);
    }

    public Fault forLabels(String prefix) {
        return new Fault(point, action, times, prefix, operation);
    }

    public Fault forOperation(String name) {
        return new Fault(point, action, times, labelPrefix, name);
    }
}
