package io.github.sluice.testbed.starrocks.txn;

import java.time.Duration;

/**
 * Limits of the transaction registry. The defaults are StarRocks' own (FE and BE configuration); tests make them small.
 *
 * @param labelKeep age after which a finished label may be removed ({@code label_keep_max_second})
 * @param labelKeepCount finished transactions kept per database ({@code label_keep_max_num})
 * @param labelCleanInterval how often the cleaner runs ({@code label_clean_interval_second})
 * @param timeoutCheckInterval how often running transactions are checked against their timeouts
 * @param maxRunningPerDatabase {@code max_running_txn_num_per_db}
 * @param preparedTimeout how long a prepared transaction waits for its commit unless it says otherwise
 */
public record TransactionOptions(
        Duration labelKeep,
        int labelKeepCount,
        Duration labelCleanInterval,
        Duration timeoutCheckInterval,
        int maxRunningPerDatabase,
        Duration preparedTimeout) {

    public static TransactionOptions defaults() {
        return new TransactionOptions(
                Duration.ofDays(3), 1000, Duration.ofHours(4), Duration.ofSeconds(30), 1000, Duration.ofDays(1));
    }

    public TransactionOptions withLabelKeep(Duration age, int count) {
        return new TransactionOptions(
                age, count, labelCleanInterval, timeoutCheckInterval, maxRunningPerDatabase, preparedTimeout);
    }

    public TransactionOptions withTimeoutCheckInterval(Duration interval) {
        return new TransactionOptions(
                labelKeep, labelKeepCount, labelCleanInterval, interval, maxRunningPerDatabase, preparedTimeout);
    }

    public TransactionOptions withMaxRunningPerDatabase(int count) {
        return new TransactionOptions(
                labelKeep, labelKeepCount, labelCleanInterval, timeoutCheckInterval, count, preparedTimeout);
    }
}
