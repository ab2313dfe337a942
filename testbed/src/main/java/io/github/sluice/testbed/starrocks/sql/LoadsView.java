package io.github.sluice.testbed.starrocks.sql;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loads that SQL can see (section 11). Thread-safe. */
public interface LoadsView {
    /**
     * One Stream Load or load transaction. Times are in the cluster's time zone, null = not yet.
     *
     * @param state transaction state: PREPARE, PREPARED, COMMITTED, VISIBLE, ABORTED
     * @param scanRows all rows read
     * @param sinkRows rows handed to the table
     * @param errorMessage abort reason, null if there is none
     * @param trackingUrl error log, null if there is none
     * @param transaction whether it came through the transaction interface
     */
    record Load(
            long txnId,
            String label,
            String database,
            String table,
            String user,
            String state,
            long scanRows,
            long scanBytes,
            long filteredRows,
            long unselectedRows,
            long sinkRows,
            int timeoutSeconds,
            LocalDateTime createTime,
            @Nullable LocalDateTime loadStartTime,
            @Nullable LocalDateTime commitTime,
            @Nullable LocalDateTime finishTime,
            @Nullable String errorMessage,
            @Nullable String trackingUrl,
            boolean transaction) {}

    /** A snapshot of all loads that are still kept, oldest first. */
    List<Load> loads();

    /** Of a cluster without loads. */
    static LoadsView none() {
        return List::of;
    }
}
