package io.github.sluice.coordinator.compare;

import io.github.sluice.wire.position.SourcePosition;
import java.util.List;

/** How far the streamer has got with a table, as its own records say. Implementations are used by one thread at a time. */
public interface StreamerPosition {
    /**
     * How far.
     *
     * @param complete before it, the table's changes are all acknowledged in the stream topic; a stopped table's own
     *     position
     * @param begun what covers all of these covers every transaction of which the stream topic may hold any change:
     *     {@code complete} and the ones of which only a part is acknowledged. There may be more
     */
    record Reached(SourcePosition complete, List<SourcePosition> begun) {}

    /**
     * The newest position. At least everything is considered whose position record stood in the position topic, committed
     * or not, when the call began: what is still being committed is waited for, because a transaction's rows may become
     * readable before its position record.
     *
     * @throws io.github.sluice.coordinator.Failure if there is no position of the table, or it cannot be read
     */
    Reached read();
}
