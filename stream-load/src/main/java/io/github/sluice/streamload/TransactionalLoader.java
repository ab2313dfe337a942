package io.github.sluice.streamload;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads through the transaction interface: begin, <i>still ours?</i>, load, prepare, <i>still ours?</i>, commit, visible.
 *
 * <p>Why not the one-request Stream Load: between its begin and its commit there is no moment at which the client can ask
 * whether it still owns the rows. Here there are two, and see {@link Fence} for what they give.
 *
 * <p>Up to the commit every failure is harmless: a transaction whose commit nobody sends never becomes visible, so it is
 * rolled back as far as the server can be reached and the rows may go under a new label ({@link LoadOutcome.Retriable}).
 * From the commit on only the server's word counts; see {@link CommitResolution}.
 *
 * <p>Thread-safe. Blocks the calling thread; each wait is bounded by the {@link Cluster}'s timeouts. An interrupt is kept
 * and ends the load as retriable before the commit and as unknown after it.
 */
public final class TransactionalLoader implements Loader, Closeable {
    private final TransactionApi api;
    private final CommitResolution commits;

    public TransactionalLoader(Cluster cluster) {
        this(cluster, Pause.REAL);
    }

    TransactionalLoader(Cluster cluster, Pause pause) {
        this.api = new TransactionApi(cluster);
        this.commits = new CommitResolution(api, cluster.visibleTimeout(), pause);
    }

    @Override
    public LoadOutcome load(LoadRequest request, Fence fence) {
        URI frontEnd = api.frontEnd();
        Prepared prepared = prepare(frontEnd, request, fence);
        if (prepared.failed != null) {
            return prepared.failed;
        }
        if (!fence.held()) {
            return abandoned(frontEnd, request, "before its commit");
        }
        return commits.commit(frontEnd, request, fence, prepared.counts);
    }

    @Override
    public LoadOutcome probe(LoadRequest request, Fence fence) {
        URI frontEnd = api.frontEnd();
        Prepared prepared = prepare(frontEnd, request, fence);
        if (prepared.failed != null) {
            return prepared.failed;
        }
        String trouble = rollBack(frontEnd, request);
        return trouble.isEmpty()
                ? LoadOutcome.Accepted.INSTANCE
                : new LoadOutcome.Retriable("the probe " + request.label() + " was not rolled back: " + trouble, null);
    }

    @Override
    public LoadOutcome resolve(LoadRequest request, Fence fence) {
        return commits.resolve(request, fence, LoadCounts.NOT_TOLD);
    }

    @Override
    public void close() throws IOException {
        api.close();
    }

    private Prepared prepare(URI frontEnd, LoadRequest request, Fence fence) {
        String step = "begin";
        try {
            TransactionReply begun = api.begin(frontEnd, request);
            if (!begun.ok()) {
                return new Prepared(failure(frontEnd, request, step, begun));
            }
            if (!fence.held()) {
                return new Prepared(abandoned(frontEnd, request, "after its begin"));
            }
            step = "load";
            TransactionReply loaded = api.load(frontEnd, request);
            if (!loaded.ok()) {
                return new Prepared(failure(frontEnd, request, step, loaded));
            }
            step = "prepare";
            TransactionReply prepared = api.prepare(frontEnd, request);
            if (!prepared.ok()) {
                return new Prepared(failure(frontEnd, request, step, prepared));
            }
            return checked(frontEnd, request, prepared.counts());
        } catch (IOException e) {
            String trouble = rollBack(frontEnd, request);
            return new Prepared(new LoadOutcome.Retriable(
                    step + " of " + request.label() + " got no answer (" + e.getMessage() + "); " + rolledBack(trouble),
                    e));
        }
    }

    /** StarRocks must have counted as many rows as were sent: a row that is neither loaded nor reported is lost. */
    private Prepared checked(URI frontEnd, LoadRequest request, LoadCounts counts) {
        if (!counts.told() || counts.total() == request.rows()) {
            return new Prepared(counts);
        }
        String trouble = rollBack(frontEnd, request);
        return new Prepared(new LoadOutcome.Refused(
                LoadOutcome.Refused.Cause.SETTINGS,
                "StarRocks counted " + counts.total() + " rows where " + request.rows()
                        + " were sent; check strip_outer_array, json_root and jsonpaths; " + rolledBack(trouble),
                new ArrayList<>(),
                null));
    }

    private LoadOutcome failure(URI frontEnd, LoadRequest request, String step, TransactionReply reply) {
        String trouble = rollBack(frontEnd, request);
        FailureKind kind = FailureKind.of(reply.status(), reply.message());
        switch (kind) {
            case ROWS:
                return new LoadOutcome.Refused(
                        LoadOutcome.Refused.Cause.ROWS,
                        withoutRows(reply),
                        rowErrors(reply.errorUrl()),
                        reply.errorUrl());
            case SETTINGS:
                return new LoadOutcome.Refused(
                        LoadOutcome.Refused.Cause.SETTINGS,
                        step + " answered " + reply,
                        new ArrayList<>(),
                        reply.errorUrl());
            default:
                return new LoadOutcome.Retriable(
                        step + " of " + request.label() + " answered " + reply + "; " + rolledBack(trouble), null);
        }
    }

    /** A document error may quote the document. */
    private static String withoutRows(TransactionReply reply) {
        int colon = reply.message().indexOf("rror:");
        return colon < 0 ? reply.message() : reply.message().substring(0, colon + 4);
    }

    private List<RowError> rowErrors(@Nullable String errorUrl) {
        if (errorUrl == null) {
            return new ArrayList<>();
        }
        try {
            return RowErrorLog.parse(api.errorLog(errorUrl));
        } catch (IOException e) {
            // the rows are then found by halving; the address itself is part of the outcome
            return new ArrayList<>();
        }
    }

    private LoadOutcome abandoned(URI frontEnd, LoadRequest request, String when) {
        String trouble = rollBack(frontEnd, request);
        return new LoadOutcome.Abandoned(
                "ownership was no longer certain " + when + ", label " + request.label() + "; " + rolledBack(trouble));
    }

    /** Empty when the server says that it is rolled back, else why that is not known. */
    private String rollBack(URI frontEnd, LoadRequest request) {
        String first;
        try {
            TransactionReply reply = api.rollback(frontEnd, request.database(), request.table(), request.label());
            if (reply.ok() || reply.status().equals("TXN_NOT_EXISTS")) {
                return "";
            }
            first = reply.toString();
        } catch (IOException e) {
            first = String.valueOf(e.getMessage());
        }
        try {
            return api.cancel(api.frontEnd(), request.database(), request.label());
        } catch (IOException e) {
            return first;
        }
    }

    private static String rolledBack(String trouble) {
        return trouble.isEmpty()
                ? "rolled back"
                : "not known to be rolled back (" + trouble + "), it will time out uncommitted";
    }

    /** Either prepared, with counts, or failed. */
    private static final class Prepared {
        final LoadCounts counts;
        final @Nullable LoadOutcome failed;

        Prepared(LoadCounts counts) {
            this.counts = counts;
            this.failed = null;
        }

        Prepared(LoadOutcome failed) {
            this.counts = LoadCounts.NOT_TOLD;
            this.failed = failed;
        }
    }
}
