package io.github.sluice.testbed.starrocks.txn;

/** Where a load transaction stands; {@link #COMMITTED} is durable but not readable yet. */
public enum TransactionState {
    PREPARE,
    PREPARED,
    COMMITTED,
    VISIBLE,
    ABORTED;

    /** True when the transaction can still be aborted. */
    public boolean isUnfinished() {
        return this == PREPARE || this == PREPARED;
    }

    /** True when the label may be removed by the cleaner. */
    public boolean isFinal() {
        return this == VISIBLE || this == ABORTED;
    }

    /** {@code ExistingJobStatus} of a label in this state. */
    public String jobStatus() {
        return isUnfinished() ? "RUNNING" : "FINISHED";
    }
}
