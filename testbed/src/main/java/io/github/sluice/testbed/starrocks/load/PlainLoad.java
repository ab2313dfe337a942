package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import io.github.sluice.testbed.starrocks.txn.RowCounts;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import io.github.sluice.testbed.starrocks.txn.TransactionException;
import io.github.sluice.testbed.starrocks.txn.TransactionState;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One {@code PUT /api/{db}/{table}/_stream_load} on a backend (starrocks.md 3). Used once, by one thread. */
final class PlainLoad {
    static final String OPERATION = "stream_load";

    private final LoadContext context;
    private final HttpRequest request;
    private final String beHttp;
    private final String database;
    private final String table;
    private final String label;
    private final long started = System.nanoTime();
    private @Nullable Transaction transaction;
    private @Nullable LoadSession session;
    private long beginMillis;
    private long planMillis;
    private long readMillis;
    private long writeMillis;
    private long publishMillis;

    PlainLoad(LoadContext context, HttpRequest request, String beHttp, String database, String table) {
        this.context = context;
        this.request = request;
        this.beHttp = beHttp;
        this.database = database;
        this.table = table;
        String given = request.headers().text("label");
        this.label = given.isEmpty() ? UUID.randomUUID().toString() : given;
    }

    HttpResponse run() throws IOException {
        boolean vanished = false;
        boolean handedOver = false;
        try {
            pass(FaultPoint.BACKEND_REQUEST);
            LoadSession accepted = accept();
            pass(FaultPoint.BEFORE_CONTINUE);
            request.sendContinue();
            receive(accepted);
            pass(FaultPoint.BEFORE_COMMIT);
            handedOver = true;
            LoadStatus status = commit(accepted);
            pass(FaultPoint.BEFORE_REPLY);
            String message = status == LoadStatus.OK
                    ? "OK"
                    : "Publish timeout. The data will be visible after a while, the stand-in holds it back";
            return reply(status, message, null);
        } catch (LoadException e) {
            abort(e.getMessage());
            return reply(e.status(), e.getMessage(), e.existingJobStatus());
        } catch (VanishedException e) {
            vanished = true;
            throw new DropConnectionException(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            abort("connection lost: " + e.getMessage());
            throw e;
        } finally {
            LoadSession open = session;
            if (open != null && !handedOver && !vanished) {
                open.discard();
            }
        }
    }

    private void pass(FaultPoint point) throws DropConnectionException, LoadException {
        context.faults().pass(point, OPERATION, label);
    }

    /** Everything that is checked before the client may send its body. */
    private LoadSession accept() throws LoadException {
        long length = request.contentLength();
        context.checkLength(request, length);
        LoadSettings settings = LoadSettings.from(request.headers(), table, false);
        long begin = System.nanoTime();
        LoadContext.authorization(request);
        Transaction begun = context.begin(request, database, table, label, false);
        transaction = begun;
        beginMillis = millisSince(begin);
        long plan = System.nanoTime();
        LoadSession accepted = new LoadSession(context, context.table(database, table), settings, () -> context.faults()
                .awaitPublish(OPERATION, label));
        session = accepted;
        planMillis = millisSince(plan);
        return accepted;
    }

    private void receive(LoadSession accepted) throws LoadException, IOException {
        long read = System.nanoTime();
        try (BodySpool body = BodyReceiver.receive(request, accepted, context, OPERATION, label)) {
            readMillis = millisSince(read);
            long write = System.nanoTime();
            accepted.read(body);
            accepted.finish();
            writeMillis = millisSince(write);
        } finally {
            record(accepted);
        }
    }

    private void record(LoadSession accepted) {
        Transaction begun = transaction;
        if (begun != null) {
            begun.count(accepted.counts());
            begun.errorUrl(context.publishErrors(accepted, beHttp));
        }
    }

    private LoadStatus commit(LoadSession accepted) throws LoadException {
        Transaction begun = java.util.Objects.requireNonNull(transaction);
        long publish = System.nanoTime();
        try {
            context.transactions().commit(begun, accepted);
            Duration left = begun.timeout().minusNanos(System.nanoTime() - started);
            boolean visible = context.transactions().awaitVisible(begun, left);
            publishMillis = millisSince(publish);
            if (begun.state() == TransactionState.ABORTED) {
                throw new LoadException(LoadStatus.INTERNAL_ERROR, String.valueOf(begun.reason()));
            }
            return visible ? LoadStatus.OK : LoadStatus.PUBLISH_TIMEOUT;
        } catch (TransactionException e) {
            accepted.discard();
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "the stand-in is closing");
        }
    }

    private void abort(String reason) {
        Transaction begun = transaction;
        if (begun != null) {
            context.transactions().abort(begun, reason);
        }
    }

    private HttpResponse reply(LoadStatus status, String message, @Nullable String existingJobStatus) {
        Transaction begun = transaction;
        LoadSession read = session;
        RowCounts counts = read == null ? RowCounts.NONE : read.counts();
        JsonReply reply = new JsonReply(JsonReply.BACKEND)
                .add("TxnId", begun == null ? -1 : begun.id())
                .add("Label", label);
        if (context.cluster().options().namesInReplies()) {
            reply.add("Db", database).add("Table", table);
        }
        reply.add("Status", status.plainName())
                .addIfPresent("ExistingJobStatus", existingJobStatus)
                .add("Message", message)
                .add("NumberTotalRows", counts.total())
                .add("NumberLoadedRows", counts.loaded())
                .add("NumberFilteredRows", counts.filtered())
                .add("NumberUnselectedRows", counts.unselected())
                .add("LoadBytes", counts.bytes())
                .add("LoadTimeMs", millisSince(started))
                .add("BeginTxnTimeMs", beginMillis)
                .add("StreamLoadPlanTimeMs", planMillis)
                .add("ReadDataTimeMs", readMillis)
                .add("WriteDataTimeMs", writeMillis)
                .add("CommitAndPublishTimeMs", publishMillis)
                .addIfPresent("ErrorURL", begun == null ? null : begun.errorUrl());
        return reply.response();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
