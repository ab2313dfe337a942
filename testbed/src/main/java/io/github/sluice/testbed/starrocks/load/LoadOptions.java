package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.txn.TransactionOptions;
import java.time.Duration;

/**
 * Limits of the HTTP side. Immutable; the defaults are StarRocks' own, tests make them small.
 *
 * @param transactions limits of labels and transactions
 * @param maxBodyBytes {@code streaming_load_max_mb}: longest body of any format
 * @param maxJsonBytes longest JSON body without {@code ignore_json_size}; for a transaction the sum of its loads
 * @param commitWait how long a frontend waits for visibility when a commit does not say
 * @param memoryBytes size of the converted rows of one load kept in memory before they go to a temporary file
 * @param maxHeaderBytes request line and header fields together ({@code http_max_header_size})
 */
public record LoadOptions(
        TransactionOptions transactions,
        long maxBodyBytes,
        long maxJsonBytes,
        Duration commitWait,
        long memoryBytes,
        int maxHeaderBytes) {

    public static LoadOptions defaults() {
        return new LoadOptions(
                TransactionOptions.defaults(),
                102_400L * 1024 * 1024,
                100L * 1024 * 1024,
                Duration.ofSeconds(20),
                16L * 1024 * 1024,
                32 * 1024);
    }

    public LoadOptions withTransactions(TransactionOptions limits) {
        return new LoadOptions(limits, maxBodyBytes, maxJsonBytes, commitWait, memoryBytes, maxHeaderBytes);
    }

    public LoadOptions withMaxBodyBytes(long bytes) {
        return new LoadOptions(transactions, bytes, maxJsonBytes, commitWait, memoryBytes, maxHeaderBytes);
    }

    public LoadOptions withMaxJsonBytes(long bytes) {
        return new LoadOptions(transactions, maxBodyBytes, bytes, commitWait, memoryBytes, maxHeaderBytes);
    }

    public LoadOptions withMemoryBytes(long bytes) {
        return new LoadOptions(transactions, maxBodyBytes, maxJsonBytes, commitWait, bytes, maxHeaderBytes);
    }
}
