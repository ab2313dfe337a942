package io.github.sluice.testbed.starrocks.txn;

/** A label that a transaction of the same database holds already. */
public final class LabelInUseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String jobStatus;

    LabelInUseException(String label, TransactionState state) {
        super("Label [" + label + "] has already been used.");
        this.jobStatus = state.jobStatus();
    }

    /** {@code RUNNING} or {@code FINISHED}. */
    public String jobStatus() {
        return jobStatus;
    }
}
