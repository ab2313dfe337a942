package io.github.sluice.testbed.starrocks.txn;

/** The rows that a transaction makes visible. */
public interface Publication {
    /**
     * Makes all rows visible at once. Called once, on a thread of the registry, after the commit.
     *
     * @throws RuntimeException when the rows cannot be stored; then none is visible
     */
    void publish() throws InterruptedException;

    /** Frees what holds the rows; called once, after {@link #publish} or instead of it. */
    void discard();
}
