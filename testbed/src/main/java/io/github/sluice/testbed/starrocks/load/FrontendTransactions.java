package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import io.github.sluice.testbed.starrocks.http.HttpHeaders;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import io.github.sluice.testbed.starrocks.txn.TransactionState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frontend's side of {@code /api/transaction/...} (starrocks.md 4.2, 4.4): it redirects what a backend must do and
 * answers the commit and rollback of prepared transactions itself. Thread-safe.
 */
final class FrontendTransactions {
    private static final Set<String> OPERATIONS = Set.of("begin", "load", "prepare", "commit", "rollback");
    private static final int REMEMBERED = 4096;
    private static final long REMEMBERED_NANOS = 900_000_000_000L;
    private static final String STARROCKS_EXCEPTION = "StarRocksException";

    private final LoadContext context;
    /** When each label was routed to a backend, oldest first. */
    private final Map<String, Long> routed = new LinkedHashMap<>();

    FrontendTransactions(LoadContext context) {
        this.context = context;
    }

    /** Forgets where labels were routed, as a new leader does. */
    synchronized void forgetRoutes() {
        routed.clear();
    }

    /** Whether a request that names this operation is one of the interface at all. */
    static boolean isKnown(String operation) {
        return OPERATIONS.contains(operation.toLowerCase(Locale.ROOT));
    }

    /** The frontend's own answer, or null when the request must go to the backend. */
    @Nullable
    HttpResponse handle(HttpRequest request, String operation)
            throws DropConnectionException, LoadException, InterruptedException {
        HttpHeaders headers = request.headers();
        String db = headers.text("db");
        String label = headers.text("label");
        if (!isKnown(operation)) {
            return failed("Unknown transaction operation: " + operation);
        }
        if (db.isEmpty()) {
            return FrontendReplies.loadFailed("DdlException", "No database selected.");
        }
        if (label.isEmpty()) {
            return FrontendReplies.loadFailed("DdlException", "Empty label.");
        }
        for (String header : Set.of("transaction_type", "channel_id", "channel_num", "source_type")) {
            if (!headers.text(header).isEmpty()) {
                return failed("stand-in: header '" + header + "' is not implemented and therefore refused");
            }
        }
        if (!context.cluster().catalog().hasDatabase(db)) {
            return failed("Database[" + db + "] does not exist.");
        }
        return switch (operation) {
            case "commit" -> commit(headers, db, label);
            case "rollback" -> rollback(db, label);
            case "begin" -> remember(db, label);
            default -> route(db, label);
        };
    }

    private static HttpResponse failed(String message) {
        return FrontendReplies.loadFailed(STARROCKS_EXCEPTION, message);
    }

    private synchronized @Nullable HttpResponse remember(String db, String label) {
        routed.put(db + '\0' + label, System.nanoTime());
        if (routed.size() > REMEMBERED) {
            routed.remove(routed.keySet().iterator().next());
        }
        return null;
    }

    private synchronized @Nullable HttpResponse route(String db, String label) {
        Long since = routed.get(db + '\0' + label);
        if (since == null || System.nanoTime() - since > REMEMBERED_NANOS) {
            return failed("Can't find the transaction with db [" + db + "] and label[" + label
                    + "]. The possible reasons: 1. FE leader is started or switched;"
                    + " 2. The transaction timeouts and is cleaned.");
        }
        return null;
    }

    private @Nullable HttpResponse commit(HttpHeaders headers, String db, String label)
            throws DropConnectionException, LoadException, InterruptedException {
        Transaction transaction = context.transactions().find(db, label);
        if (transaction == null) {
            return failed("No transaction found with db[" + db + "] and label[" + label + "]");
        }
        switch (transaction.state()) {
            case PREPARE -> {
                return route(db, label);
            }
            case PREPARED -> {
                Duration limit = LoadContext.seconds(
                        headers.text("timeout"), context.options().commitWait());
                return commitPrepared(transaction, limit);
            }
            case ABORTED -> {
                return failed("Can not commit ABORTED transaction " + transaction.id() + ", label is " + label);
            }
            default -> {
                return committed(transaction);
            }
        }
    }

    private static HttpResponse committed(Transaction transaction) {
        return FrontendReplies.transaction(
                transaction.label(),
                transaction.id(),
                "Transaction " + transaction.id() + " has already committed, label is " + transaction.label());
    }

    private HttpResponse commitPrepared(Transaction transaction, Duration limit)
            throws DropConnectionException, LoadException, InterruptedException {
        String label = transaction.label();
        context.faults().pass(FaultPoint.BEFORE_COMMIT, "commit", label);
        if (!context.transactions().commitPrepared(transaction)) {
            return transaction.state() == TransactionState.ABORTED
                    ? failed("Can not commit ABORTED transaction " + transaction.id() + ", label is " + label)
                    : committed(transaction);
        }
        boolean visible = context.transactions().awaitVisible(transaction, limit);
        if (transaction.state() == TransactionState.ABORTED) {
            return failed(String.valueOf(transaction.reason()));
        }
        return visible
                ? FrontendReplies.transaction(label, transaction.id(), "")
                : failed("publish timeout: " + limit.toMillis() + ", transactionId=" + transaction.id());
    }

    private @Nullable HttpResponse rollback(String db, String label) {
        Transaction transaction = context.transactions().find(db, label);
        if (transaction == null) {
            return failed("No transaction found with db[" + db + "] and label[" + label + "]");
        }
        long id = transaction.id();
        switch (transaction.state()) {
            case PREPARE -> {
                return route(db, label);
            }
            case PREPARED -> {
                return context.transactions().abort(transaction, "User Aborted")
                        ? FrontendReplies.transaction(label, id, "")
                        : failed("Can not abort " + transaction.state() + " transaction " + id + ", label is " + label);
            }
            case ABORTED -> {
                return FrontendReplies.transaction(
                        label, id, "Transaction " + id + " has already aborted, label is " + label);
            }
            default -> {
                return failed("Can not abort " + transaction.state() + " transaction " + id + ", label is " + label);
            }
        }
    }
}
