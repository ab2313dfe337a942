package io.github.sluice.streamload;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * From the first commit request to a definite end.
 *
 * <p>A lost reply says nothing. So the label's state is asked, and while the server says PREPARED the commit is sent again
 * (a frontend answers a repeated commit with OK) or, once the fence is lost, rolled back. The end is VISIBLE, ABORTED, or
 * {@link LoadOutcome.Unknown}; a {@code publish timeout} or COMMITTED is waited out, because committed rows are not yet
 * seen by queries. The first commit's OK means published; a repeated commit's OK may mean only committed.
 */
final class CommitResolution {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** How long an UNKNOWN is asked again: a follower may lag behind the leader. */
    private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(5);

    private final TransactionApi api;
    private final Duration patience;
    private final Pause pause;

    CommitResolution(TransactionApi api, Duration patience, Pause pause) {
        this.api = api;
        this.patience = patience;
        this.pause = pause;
    }

    LoadOutcome commit(URI frontEnd, LoadRequest request, Fence fence, LoadCounts counts) {
        String heard;
        try {
            TransactionReply reply = api.commit(frontEnd, request);
            if (reply.ok()) {
                return new LoadOutcome.Loaded(request.label(), counts);
            }
            heard = "commit answered " + reply;
        } catch (IOException e) {
            return resolve(request, fence, counts, "commit got no answer (" + e.getMessage() + ")", e);
        }
        return resolve(request, fence, counts, heard, null);
    }

    LoadOutcome resolve(LoadRequest request, Fence fence, LoadCounts counts) {
        return resolve(request, fence, counts, "commit was sent earlier", null);
    }

    private LoadOutcome resolve(
            LoadRequest request, Fence fence, LoadCounts counts, String first, @Nullable Throwable firstCause) {
        String heard = first;
        Throwable cause = firstCause;
        long start = pause.nanoTime();
        Duration wait = FIRST_PAUSE;
        while (true) {
            Duration limit = patience;
            try {
                StateReply state = api.state(api.frontEnd(), request.database(), request.label());
                heard = first + "; state " + state;
                switch (state.state()) {
                    case VISIBLE:
                        return new LoadOutcome.Loaded(request.label(), counts);
                    case ABORTED:
                        return aborted(request, state);
                    case UNKNOWN:
                        limit = UNKNOWN_PATIENCE.compareTo(patience) < 0 ? UNKNOWN_PATIENCE : patience;
                        break;
                    case PREPARE:
                    case PREPARED:
                        pushOn(request, fence);
                        break;
                    case COMMITTED:
                    default:
                        break;
                }
                cause = null;
            } catch (IOException e) {
                heard = first + "; then " + e.getMessage();
                cause = e;
            }
            if (pause.nanoTime() - start > limit.toNanos()) {
                return new LoadOutcome.Unknown("label " + request.label() + ": " + heard, cause);
            }
            try {
                pause.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new LoadOutcome.Unknown("label " + request.label() + ": interrupted; " + heard, e);
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Commit again, or roll back once the rows are no longer ours; what came of it the next look at the state tells. */
    private void pushOn(LoadRequest request, Fence fence) throws IOException {
        URI frontEnd = api.frontEnd();
        if (fence.held()) {
            api.commit(frontEnd, request);
        } else {
            api.rollback(frontEnd, request.database(), request.table(), request.label());
        }
    }

    private static LoadOutcome aborted(LoadRequest request, StateReply state) {
        if (state.abortedOnRequest()) {
            return new LoadOutcome.Abandoned(
                    "label " + request.label() + " was rolled back on somebody's request: " + state.reason());
        }
        return new LoadOutcome.Retriable("label " + request.label() + " was aborted: " + state.reason(), null);
    }
}
