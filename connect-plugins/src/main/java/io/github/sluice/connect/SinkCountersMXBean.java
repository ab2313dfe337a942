package io.github.sluice.connect;

/**
 * What one task has done since it started; in JMX as {@code io.github.sluice:type=starrocks-sink,connector=NAME,task=N}.
 * Every row received ends as loaded, dead-lettered, tombstone or filtered, or is still buffered, or was dropped to be read
 * again.
 */
public interface SinkCountersMXBean {
    /** Records that Connect delivered, re-deliveries included. */
    long getReceived();

    /** Rows that StarRocks took and shows. */
    long getLoaded();

    /** Records sent to the dead-letter topic. */
    long getDeadLettered();

    /** Records without a value, passed over. */
    long getTombstones();

    /** Rows that StarRocks filtered because a user's max_filter_ratio allowed it. */
    long getFiltered();

    /** Rows dropped because ownership was lost or in doubt; whoever owns them reads them again. */
    long getDropped();

    /** Loads that became visible. */
    long getLoads();

    /** Tries of loads that failed and were made again. */
    long getRetries();

    /** How often ownership came into doubt. */
    long getSuspensions();

    /** Rows held now, waiting or being loaded. */
    long getBuffered();
}
