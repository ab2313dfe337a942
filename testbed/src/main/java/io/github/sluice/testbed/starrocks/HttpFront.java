package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.starrocks.sql.LoadsView;

/**
 * The two HTTP ports (FE and BE) over a {@link Cluster}, running. {@link StarRocksStandIn} constructs the
 * one implementation and closes it before the storage.
 */
public interface HttpFront extends AutoCloseable {
    /** {@code host:port} of the FE's HTTP port. */
    String feHttp();

    /** {@code host:port} of the BE's HTTP port. */
    String beHttp();

    /** Loads for information_schema.loads, stream_loads, SHOW STREAM LOAD and SHOW TRANSACTION. */
    LoadsView loads();

    /** Stops listening and ends its threads. Idempotent. */
    @Override
    void close();
}
