package io.github.sluice.testbed.starrocks.txn;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One load transaction. Changed only by its {@link TransactionRegistry}; reads are safe from any thread. */
public final class Transaction {
    private final long id;
    private final String label;
    private final String database;
    private final String table;
    private final long tableId;
    private final String user;
    private final boolean staged;
    private final Duration timeout;
    private final Instant createdAt;

    private volatile TransactionState state = TransactionState.PREPARE;
    private volatile @Nullable String reason;
    private volatile @Nullable Instant preparedAt;
    private volatile @Nullable Instant committedAt;
    private volatile @Nullable Instant finishedAt;
    private volatile Duration preparedTimeout;
    private volatile RowCounts counts = RowCounts.NONE;
    private volatile @Nullable String errorUrl;
    private @Nullable Publication publication;

    Transaction(long id, Request request, Instant createdAt, Duration preparedTimeout) {
        this.id = id;
        this.label = request.label();
        this.database = request.database();
        this.table = request.table();
        this.tableId = request.tableId();
        this.user = request.user();
        this.staged = request.transactionInterface();
        this.timeout = request.timeout();
        this.createdAt = createdAt;
        this.preparedTimeout = preparedTimeout;
    }

    /**
     * What a new transaction is to be.
     *
     * @param timeout from begin to prepare or commit
     * @param transactionInterface begun by the transaction interface, not by a plain load
     */
    public record Request(
            String label,
            String database,
            String table,
            long tableId,
            String user,
            Duration timeout,
            boolean transactionInterface) {}

    public long id() {
        return id;
    }

    public String label() {
        return label;
    }

    public String database() {
        return database;
    }

    public String table() {
        return table;
    }

    public long tableId() {
        return tableId;
    }

    public String user() {
        return user;
    }

    public boolean isTransactionInterface() {
        return staged;
    }

    public Duration timeout() {
        return timeout;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public TransactionState state() {
        return state;
    }

    /** Why it was aborted; null otherwise. */
    public @Nullable String reason() {
        return reason;
    }

    public @Nullable Instant preparedAt() {
        return preparedAt;
    }

    public @Nullable Instant committedAt() {
        return committedAt;
    }

    /** When it became visible or was aborted. */
    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    public RowCounts counts() {
        return counts;
    }

    /** Records what was read so far; only the load that owns the transaction calls it. */
    public void count(RowCounts newCounts) {
        counts = newCounts;
    }

    /** The error log's address, null when no row was bad. */
    public @Nullable String errorUrl() {
        return errorUrl;
    }

    /** Records the error log's address. */
    public void errorUrl(@Nullable String url) {
        errorUrl = url;
    }

    Duration preparedTimeout() {
        return preparedTimeout;
    }

    @Nullable
    Publication publication() {
        return publication;
    }

    void prepared(Publication rows, Duration newPreparedTimeout, Instant now) {
        publication = rows;
        preparedTimeout = newPreparedTimeout;
        preparedAt = now;
        state = TransactionState.PREPARED;
    }

    void committed(Publication rows, Instant now) {
        publication = rows;
        committedAt = now;
        state = TransactionState.COMMITTED;
    }

    void visible(Instant now) {
        publication = null;
        finishedAt = now;
        state = TransactionState.VISIBLE;
    }

    void aborted(String why, Instant now) {
        publication = null;
        reason = why;
        finishedAt = now;
        state = TransactionState.ABORTED;
    }
}
