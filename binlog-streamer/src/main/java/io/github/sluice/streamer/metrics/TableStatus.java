package io.github.sluice.streamer.metrics;

import io.github.sluice.streamer.binlog.RowChange;
import io.github.sluice.streamer.binlog.TableChange;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Locale;

/** One logical table's counts. Thread-safe, and cheap enough to be told of every row. */
public final class TableStatus {
    private final Metrics metrics;
    private final String source;
    private final String key;
    private final CounterDataPoint inserts;
    private final CounterDataPoint updates;
    private final CounterDataPoint deletes;
    private final CounterDataPoint zeroDates;

    TableStatus(Metrics metrics, String source, String key) {
        this.metrics = metrics;
        this.source = source;
        this.key = key;
        this.inserts = metrics.rows.labelValues(source, key, "insert");
        this.updates = metrics.rows.labelValues(source, key, "update");
        this.deletes = metrics.rows.labelValues(source, key, "delete");
        this.zeroDates = metrics.zeroDates.labelValues(source, key);
    }

    /** A row change was read and sent (or, for a DELETE that the file ignores, left out). */
    public void row(RowChange.Kind kind) {
        switch (kind) {
            case INSERT -> inserts.inc();
            case UPDATE -> updates.inc();
            case DELETE -> deletes.inc();
        }
    }

    /** So many more dates became null. */
    public void zeroDates(long more) {
        if (more > 0) {
            zeroDates.inc(more);
        }
    }

    /** A DDL statement hit a physical table of it. */
    public void ddl(TableChange.Kind kind) {
        metrics.ddl
                .labelValues(source, key, kind.name().toLowerCase(Locale.ROOT))
                .inc();
    }
}
