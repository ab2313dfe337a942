package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.txn.LabelInUseException;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import io.github.sluice.testbed.starrocks.txn.TransactionException;
import io.github.sluice.testbed.starrocks.txn.TransactionRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all load requests share. Thread-safe.
 *
 * @param spoolFolder where bodies and rows go that are too large for memory; removed with the stand-in
 */
record LoadContext(
        Cluster cluster,
        TransactionRegistry transactions,
        ErrorLogs errorLogs,
        Faults faults,
        LoadOptions options,
        Path spoolFolder) {
    private static final long MAX_TIMEOUT_SECONDS = 259_200;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(600);

    /**
     * Begins a transaction as a frontend does on behalf of a backend: account, database, table, privilege, label.
     *
     * @throws LoadException with the frontend's refusal
     */
    Transaction begin(HttpRequest request, String database, String table, String label, boolean transactionInterface)
            throws LoadException {
        Duration timeout = seconds(request.headers().text("timeout"), DEFAULT_TIMEOUT);
        BasicAuth auth = authenticated(request);
        TableModel model = table(database, table);
        requireInsert(auth, model);
        try {
            return transactions.begin(new Transaction.Request(
                    label, database, table, model.id(), auth.user(), timeout, transactionInterface));
        } catch (LabelInUseException e) {
            throw new LoadException(LoadStatus.LABEL_ALREADY_EXISTS, String.valueOf(e.getMessage()), e.jobStatus());
        } catch (TransactionException e) {
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** As a frontend checks prepare, commit and rollback, which a backend asks for on behalf of the caller. */
    void authorize(HttpRequest request, Transaction transaction) throws LoadException {
        requireInsert(authenticated(request), table(transaction.database(), transaction.table()));
    }

    private BasicAuth authenticated(HttpRequest request) throws LoadException {
        BasicAuth auth = authorization(request);
        if (!cluster.accounts().authenticate(auth.user(), auth.password())) {
            throw new LoadException(
                    LoadStatus.ANALYSIS_ERROR, "Access denied for " + auth.user() + "@" + request.peer());
        }
        return auth;
    }

    private void requireInsert(BasicAuth auth, TableModel table) throws LoadException {
        if (!cluster.accounts().may(auth.user(), Privilege.INSERT, Securable.of(table))) {
            throw new LoadException(
                    LoadStatus.ANALYSIS_ERROR,
                    "Access denied; you need (at least one of) the INSERT privilege(s) for this operation");
        }
    }

    /** The table as it is now. */
    TableModel table(String database, String table) throws LoadException {
        if (!cluster.catalog().hasDatabase(database)) {
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, "unknown database, database=" + database);
        }
        TableModel model = cluster.catalog().table(database, table);
        if (model == null) {
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, "unknown table \"" + database + "." + table + "\"");
        }
        return model;
    }

    /** A backend's view of the caller: it cuts the user's name at an {@code @}. */
    static BasicAuth authorization(HttpRequest request) throws LoadException {
        BasicAuth auth = BasicAuth.from(request.headers());
        if (auth == null) {
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "no valid Basic authorization");
        }
        int at = auth.user().indexOf('@');
        return at < 0 ? auth : new BasicAuth(auth.user().substring(0, at), auth.password());
    }

    /** A timeout header; the given default when it is empty. */
    static Duration seconds(String text, Duration otherwise) throws LoadException {
        if (text.isEmpty()) {
            return otherwise;
        }
        long seconds;
        try {
            seconds = Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new LoadException(LoadStatus.INVALID_ARGUMENT, "Invalid timeout format");
        }
        if (seconds < 1 || seconds > MAX_TIMEOUT_SECONDS) {
            throw new LoadException(
                    LoadStatus.INVALID_ARGUMENT,
                    "Invalid timeout: " + text + ". Timeout should between 1 and " + MAX_TIMEOUT_SECONDS + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * Checks the announced length (starrocks.md 3.4, 4.5).
     *
     * @param length bytes announced by this load and those before it in its transaction; -1 when not announced
     */
    void checkLength(HttpRequest request, long length) throws LoadException {
        if (length > options.maxBodyBytes()) {
            throw new LoadException(
                    LoadStatus.INTERNAL_ERROR,
                    "body size " + length + " exceed limit: " + options.maxBodyBytes() + ", label="
                            + request.headers().text("label")
                            + ". You can increase the limit by setting streaming_load_max_mb in be.conf.");
        }
        boolean json = request.headers().text("format").equalsIgnoreCase("json");
        boolean ignored = request.headers().text("ignore_json_size").equalsIgnoreCase("true");
        if (json && !ignored && length > options.maxJsonBytes()) {
            throw new LoadException(
                    LoadStatus.INTERNAL_ERROR,
                    "The size of this batch exceed the max size [" + options.maxJsonBytes()
                            + "]  of json type data  data [ " + length
                            + " ]. Set ignore_json_size to skip the check, although it may lead huge memory consuming.");
        }
    }

    /** Serves a load's error log and gives its address; null when there is nothing in it. */
    @Nullable
    String publishErrors(LoadSession session, String beHttp) {
        return session.errors().isEmpty()
                ? null
                : "http://" + beHttp + "/api/_load_error_log?file=" + errorLogs.publish(session.errors());
    }
}
