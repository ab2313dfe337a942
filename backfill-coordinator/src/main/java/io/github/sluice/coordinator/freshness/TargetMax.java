package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.starrocks.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The greatest values of a column in StarRocks. Immutable.
 *
 * @param all of all rows
 * @param bySource of each MySQL's rows where they have its name; else of all rows
 */
record TargetMax(ColumnMax all, Map<String, ColumnMax> bySource) {
    /**
     * Asks StarRocks.
     *
     * @param sources the MySQLs that rows are from; only of several it matters which
     * @throws io.github.sluice.coordinator.Failure if it gives no answer
     */
    static TargetMax of(Warehouse warehouse, WatchedColumn column, List<String> sources) {
        ColumnMax all = new ColumnMax(warehouse
                .newest(column.database(), column.table(), column.column())
                .orElse(null));
        boolean told = sources.size() > 1
                && warehouse.columns(column.table()).stream().anyMatch(ColumnSpec.SOURCE_NAME::equalsIgnoreCase);
        Map<String, ColumnMax> bySource = new LinkedHashMap<>();
        for (String source : sources) {
            bySource.put(
                    source,
                    told
                            ? new ColumnMax(warehouse
                                    .newestOf(column.table(), column.column(), ColumnSpec.SOURCE_NAME, source)
                                    .orElse(null))
                            : all);
        }
        return new TargetMax(all, bySource);
    }
}
