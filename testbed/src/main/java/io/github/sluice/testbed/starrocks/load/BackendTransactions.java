package io.github.sluice.testbed.starrocks.load;

import static io.github.sluice.testbed.starrocks.load.LoadStatus.ABORTED;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.ANALYSIS_ERROR;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.INTERNAL_ERROR;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.INVALID_ARGUMENT;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.LABEL_ALREADY_EXISTS;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.TXN_IN_PROCESSING;
import static io.github.sluice.testbed.starrocks.load.LoadStatus.TXN_NOT_EXISTS;

import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import io.github.sluice.testbed.starrocks.http.HttpHeaders;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import io.github.sluice.testbed.starrocks.txn.RowCounts;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import io.github.sluice.testbed.starrocks.txn.TransactionException;
import io.github.sluice.testbed.starrocks.txn.TransactionState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The backend's side of {@code /api/transaction/...} (starrocks.md 4). Rows are read while a load is answered, but what
 * is wrong with them is reported by the next step, because the real backend reads them in the background. After a
 * prepare, a commit, a rollback or a failure the backend has forgotten the label. Thread-safe.
 */
final class BackendTransactions {
    private final LoadContext context;
    private final Map<String, OpenTransaction> byLabel = new ConcurrentHashMap<>();

    BackendTransactions(LoadContext context) {
        this.context = context;
    }

    /** Answers one operation; {@code beHttp} is this backend's own address. */
    HttpResponse handle(HttpRequest request, String operation, String beHttp) throws IOException {
        String label = request.headers().text("label");
        try {
            context.faults().pass(FaultPoint.BACKEND_REQUEST, operation, label);
            HttpResponse response =
                    switch (operation) {
                        case "begin" -> begin(request, label);
                        case "load" -> load(request, label, beHttp);
                        case "prepare", "commit" -> finish(request, operation, label, beHttp);
                        case "rollback" -> rollback(request, label);
                        default ->
                            throw new LoadException(INVALID_ARGUMENT, "unsupport transaction operation " + operation);
                    };
            context.faults().pass(FaultPoint.BEFORE_REPLY, operation, label);
            return response;
        } catch (LoadException e) {
            return failed(e, label, null);
        } catch (VanishedException e) {
            throw new DropConnectionException(String.valueOf(e.getMessage()));
        }
    }

    private static void requireLabel(HttpHeaders headers, String label) throws LoadException {
        if (label.isEmpty()) {
            throw new LoadException(INVALID_ARGUMENT, "empty label");
        }
        if (!headers.text("transaction_type").isEmpty()) {
            throw new LoadException(
                    INVALID_ARGUMENT,
                    "Multi-statement transaction requests can only be sent to FE nodes, not BE nodes");
        }
    }

    private HttpResponse begin(HttpRequest request, String label) throws LoadException {
        HttpHeaders headers = request.headers();
        requireLabel(headers, label);
        OpenTransaction holder = byLabel.get(label);
        if (holder != null && holder.transaction.state() == TransactionState.PREPARE) {
            throw new LoadException(LABEL_ALREADY_EXISTS, "Label [" + label + "] has already been used.", "RUNNING");
        }
        String idle = headers.text("idle_transaction_timeout");
        Duration idleTimeout = idle.isEmpty() ? null : LoadContext.seconds(idle, Duration.ZERO);
        long started = System.nanoTime();
        Transaction transaction = context.begin(request, headers.text("db"), headers.text("table"), label, true);
        OpenTransaction aborted = byLabel.put(label, new OpenTransaction(transaction, idleTimeout));
        if (aborted != null) {
            aborted.discard();
        }
        return ok(transaction)
                .add("TxnId", transaction.id())
                .add("BeginTxnTimeMs", millisSince(started))
                .response();
    }

    private OpenTransaction find(String label, String unknown) throws LoadException {
        OpenTransaction open = byLabel.get(label);
        if (open == null) {
            throw new LoadException(TXN_NOT_EXISTS, unknown);
        }
        return open;
    }

    private static void occupy(OpenTransaction open) throws LoadException {
        if (!open.busy.tryAcquire()) {
            throw new LoadException(TXN_IN_PROCESSING, "Transaction is in processing");
        }
        open.lastActiveNanos = System.nanoTime();
    }

    private HttpResponse load(HttpRequest request, String label, String beHttp) throws LoadException, IOException {
        LoadContext.authorization(request);
        if (label.isEmpty()) {
            throw new LoadException(INVALID_ARGUMENT, "Invalid label ");
        }
        OpenTransaction open = find(label, "Transaction with label " + label + " not exists");
        Transaction transaction = open.transaction;
        String db = request.headers().text("db");
        String table = request.headers().text("table");
        if (!db.equals(transaction.database())) {
            throw new LoadException(
                    INVALID_ARGUMENT,
                    "Request database " + db + " not equal transaction database " + transaction.database());
        }
        if (!table.equals(transaction.table())) {
            throw new LoadException(
                    INVALID_ARGUMENT, "Request table " + table + " not equal transaction table " + transaction.table());
        }
        occupy(open);
        try {
            long received = receive(request, open, label);
            transaction.count(counts(open));
            return ok(transaction)
                    .add("TxnId", transaction.id())
                    .add("LoadBytes", received)
                    .add("StreamLoadPlanTimeMs", open.planMillis)
                    .add("ReceivedDataTimeMs", open.receiveMillis)
                    .response();
        } catch (LoadException e) {
            return abandoned(open, e, label, beHttp);
        } finally {
            open.lastActiveNanos = System.nanoTime();
            open.busy.release();
        }
    }

    private long receive(HttpRequest request, OpenTransaction open, String label) throws LoadException, IOException {
        LoadSession session = accept(request, open, label);
        context.faults().pass(FaultPoint.BEFORE_CONTINUE, "load", label);
        request.sendContinue();
        long before = session.counts().bytes();
        long receiving = System.nanoTime();
        try (BodySpool body = BodyReceiver.receive(request, session, context, "load", label)) {
            open.receiveMillis += millisSince(receiving);
            if (open.failure == null) {
                long writing = System.nanoTime();
                session.read(body);
                open.writeMillis += millisSince(writing);
            }
        } catch (LoadException e) {
            open.failure = e;
        } catch (DropConnectionException e) {
            open.failure = new LoadException(INTERNAL_ERROR, "receive body don't equal with body bytes");
            throw e;
        }
        return session.counts().bytes() - before;
    }

    private LoadSession accept(HttpRequest request, OpenTransaction open, String label) throws LoadException {
        Transaction transaction = open.transaction;
        if (open.failure != null && (open.session == null || !isJson(open.session))) {
            throw new LoadException(ABORTED, "current transaction is aborted");
        }
        open.announcedBytes += Math.max(0, request.contentLength());
        context.checkLength(request, open.announcedBytes);
        LoadSettings settings = LoadSettings.from(request.headers(), transaction.table(), true);
        LoadSession session = open.session;
        if (session == null) {
            long planning = System.nanoTime();
            session = new LoadSession(
                    context,
                    context.table(transaction.database(), transaction.table()),
                    settings,
                    () -> context.faults().awaitPublish("commit", label));
            open.session = session;
            open.planMillis = millisSince(planning);
        } else if (!session.settings().sameRequest(settings)) {
            throw new LoadException(INTERNAL_ERROR, "load request not equal last.");
        }
        return session;
    }

    private static boolean isJson(LoadSession session) {
        return session.settings().format() == LoadSettings.Format.JSON;
    }

    /** Prepare, or the commit of a transaction that was not prepared. */
    private HttpResponse finish(HttpRequest request, String operation, String label, String beHttp)
            throws LoadException, IOException {
        HttpHeaders headers = request.headers();
        requireLabel(headers, label);
        OpenTransaction open = find(label, "transaction with label " + label + " not exists");
        requireDatabase(headers, open);
        context.authorize(request, open.transaction);
        boolean prepare = operation.equals("prepare");
        Duration preparedTimeout = prepare ? preparedTimeout(headers.text("prepared_timeout")) : null;
        occupy(open);
        try {
            LoadSession session = open.session;
            if (session == null) {
                throw new LoadException(
                        INTERNAL_ERROR,
                        "transaction id=" + open.transaction.id() + ", label=" + label + " hasn't send any data yet");
            }
            LoadException earlier = open.failure;
            if (earlier != null) {
                throw earlier;
            }
            session.finish();
            describe(open, session, beHttp);
            context.faults().pass(FaultPoint.BEFORE_COMMIT, operation, label);
            long publishMillis = prepare ? prepare(open, session, preparedTimeout) : commit(open, session);
            byLabel.remove(label, open);
            return finished(open, session, publishMillis);
        } catch (LoadException e) {
            return abandoned(open, e, label, beHttp);
        } finally {
            open.busy.release();
        }
    }

    private void describe(OpenTransaction open, LoadSession session, String beHttp) {
        open.transaction.count(session.counts());
        open.transaction.errorUrl(context.publishErrors(session, beHttp));
    }

    private long prepare(OpenTransaction open, LoadSession session, @Nullable Duration preparedTimeout)
            throws LoadException {
        try {
            context.transactions().prepare(open.transaction, session, preparedTimeout);
            return 0;
        } catch (TransactionException e) {
            throw new LoadException(ANALYSIS_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private long commit(OpenTransaction open, LoadSession session) throws LoadException {
        Transaction transaction = open.transaction;
        long publishing = System.nanoTime();
        try {
            context.transactions().commit(transaction, session);
            byLabel.remove(transaction.label(), open);
            Duration left = transaction.timeout().minusNanos(System.nanoTime() - open.startedNanos);
            boolean visible = context.transactions().awaitVisible(transaction, left);
            if (transaction.state() == TransactionState.ABORTED) {
                throw new LoadException(INTERNAL_ERROR, String.valueOf(transaction.reason()));
            }
            if (!visible) {
                throw new LoadException(
                        LoadStatus.PUBLISH_TIMEOUT, "Publish timeout. The data will be visible after a while");
            }
            return millisSince(publishing);
        } catch (TransactionException e) {
            throw new LoadException(ANALYSIS_ERROR, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(INTERNAL_ERROR, "the stand-in is closing");
        }
    }

    private HttpResponse finished(OpenTransaction open, LoadSession session, long publishMillis) {
        RowCounts counts = session.counts();
        return ok(open.transaction)
                .add("TxnId", open.transaction.id())
                .add("NumberTotalRows", counts.total())
                .add("NumberLoadedRows", counts.loaded())
                .add("NumberFilteredRows", counts.filtered())
                .add("NumberUnselectedRows", counts.unselected())
                .add("LoadBytes", counts.bytes())
                .add("LoadTimeMs", millisSince(open.startedNanos))
                .add("StreamLoadPlanTimeMs", open.planMillis)
                .add("ReceivedDataTimeMs", open.receiveMillis)
                .add("WriteDataTimeMs", open.writeMillis)
                .add("CommitAndPublishTimeMs", publishMillis)
                .addIfPresent("ErrorURL", open.transaction.errorUrl())
                .response();
    }

    private static Duration preparedTimeout(String text) throws LoadException {
        if (text.isEmpty()) {
            return Duration.ofDays(1);
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw new LoadException(INVALID_ARGUMENT, "Invalid prepared_timeout: " + text);
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static void requireDatabase(HttpHeaders headers, OpenTransaction open) throws LoadException {
        String db = headers.text("db");
        if (!db.equals(open.transaction.database())) {
            throw new LoadException(
                    INVALID_ARGUMENT,
                    "request db " + db + " transaction db " + open.transaction.database() + " not match");
        }
    }

    private HttpResponse rollback(HttpRequest request, String label) throws LoadException {
        requireLabel(request.headers(), label);
        OpenTransaction open = find(label, "transaction with label " + label + " not exists");
        requireDatabase(request.headers(), open);
        context.authorize(request, open.transaction);
        occupy(open);
        try {
            byLabel.remove(label, open);
            context.transactions().abort(open.transaction, "transaction is aborted by user.");
            open.discard();
            return ok(open.transaction).response();
        } finally {
            open.busy.release();
        }
    }

    /** Rolls back after a failure; the label is free again. */
    private HttpResponse abandoned(OpenTransaction open, LoadException failure, String label, String beHttp) {
        byLabel.remove(label, open);
        LoadSession session = open.session;
        if (session != null && open.transaction.errorUrl() == null) {
            describe(open, session, beHttp);
        }
        if (context.transactions().abort(open.transaction, failure.getMessage())
                || open.transaction.state() == TransactionState.ABORTED) {
            open.discard();
        }
        return failed(failure, label, open.transaction);
    }

    /** Aborts what its client has left alone for too long and forgets what was aborted elsewhere. */
    void sweep() {
        for (OpenTransaction open : byLabel.values()) {
            if (!open.busy.tryAcquire()) {
                continue;
            }
            try {
                Duration idle = open.idleTimeout;
                if (idle != null && open.isIdleTooLong()) {
                    context.transactions()
                            .abort(
                                    open.transaction,
                                    "transaction is aborted by idle timeout " + idle.toSeconds() + " seconds.");
                }
                if (open.transaction.state() != TransactionState.PREPARE) {
                    byLabel.remove(open.transaction.label(), open);
                    open.discard();
                }
            } finally {
                open.busy.release();
            }
        }
    }

    private HttpResponse failed(LoadException failure, String label, @Nullable Transaction transaction) {
        JsonReply reply =
                new JsonReply(JsonReply.BACKEND).add("Status", failure.status().name());
        if (failure.status() == LABEL_ALREADY_EXISTS) {
            reply.add("ExistingJobStatus", String.valueOf(failure.existingJobStatus()));
        } else if (failure.status() == TXN_IN_PROCESSING) {
            reply.add("Label", label);
        }
        return reply.add("Message", failure.getMessage())
                .addIfPresent("ErrorURL", transaction == null ? null : transaction.errorUrl())
                .response();
    }

    private JsonReply ok(Transaction transaction) {
        JsonReply reply = new JsonReply(JsonReply.BACKEND).add("Status", "OK").add("Message", "");
        if (context.cluster().options().namesInReplies()) {
            reply.add("Db", transaction.database()).add("Table", transaction.table());
        }
        return reply.add("Label", transaction.label());
    }

    private static RowCounts counts(OpenTransaction open) {
        LoadSession session = open.session;
        return session == null ? RowCounts.NONE : session.counts();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
