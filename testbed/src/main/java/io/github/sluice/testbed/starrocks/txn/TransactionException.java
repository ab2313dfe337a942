package io.github.sluice.testbed.starrocks.txn;

/** A step that the transaction's state, or the database's limits, do not allow. The message is StarRocks' own. */
public final class TransactionException extends Exception {
    private static final long serialVersionUID = 1L;

    TransactionException(String message) {
        super(message);
    }
}
