package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Catalog;
import io.github.sluice.testbed.starrocks.catalog.TableStore;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** What the MySQL port and the HTTP ports share. Every part is thread-safe. */
public record Cluster(StandInOptions options, Accounts accounts, Catalog catalog, TableStore store) {
    /** Now in the cluster's time zone, in whole seconds as CURRENT_TIMESTAMP gives it. */
    public LocalDateTime now() {
        return LocalDateTime.now(options.timeZone()).truncatedTo(ChronoUnit.SECONDS);
    }
}
