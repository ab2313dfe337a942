package io.github.sluice.testbed.starrocks.sql;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SHOW says about the running cluster. Thread-safe. */
public interface ClusterFacts {
    /** One open connection of the MySQL port. */
    record Process(
            long id, String user, String host, @Nullable String database, LocalDateTime connected, long idleSeconds) {}

    /** One finished ALTER TABLE. */
    record AlterJob(long id, String table, LocalDateTime created, LocalDateTime finished) {}

    /** Port of the FE's HTTP. */
    int feHttpPort();

    /** Port of the BE's HTTP. */
    int beHttpPort();

    /** Port of the MySQL protocol. */
    int queryPort();

    /** When the cluster was started. */
    LocalDateTime started();

    /** Open connections. */
    List<Process> processes();

    /** Column changes of a database. */
    List<AlterJob> alterJobs(String database);
}
