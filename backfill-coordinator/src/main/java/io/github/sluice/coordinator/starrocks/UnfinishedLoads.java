package io.github.sluice.coordinator.starrocks;

import java.time.Duration;

/**
 * The loads into a table that have not ended. One thread; closed by its opener.
 *
 * @see Loads
 */
public interface UnfinishedLoads extends AutoCloseable {
    /** Waits until there is none. */
    void awaitNone(String table, Duration limit);

    /** Cancels all that can still be cancelled. */
    void cancelAll(String table);

    @Override
    void close();
}
