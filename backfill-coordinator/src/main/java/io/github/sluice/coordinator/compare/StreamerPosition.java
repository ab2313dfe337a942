package io.github.sluice.coordinator.compare;

/** How far the streamer has got with a table, as its own records say. Implementations are used by one thread at a time. */
public interface StreamerPosition {
    /**
     * Two GTID sets in MySQL's text form.
     *
     * @param complete transactions whose changes to the table are all acknowledged in the stream topic; a stopped table's
     *     own set
     * @param begun transactions of which the stream topic may hold any change: {@code complete} and the one of which only
     *     a part is acknowledged. It may hold more
     */
    record Sets(String complete, String begun) {}

    /**
     * The newest position. At least everything is considered whose position record stood in the position topic, committed
     * or not, when the call began: what is still being committed is waited for, because a transaction's rows may become
     * readable before its position record.
     *
     * @throws io.github.sluice.coordinator.Failure if there is no position of the table, or it cannot be read
     */
    Sets read();
}
