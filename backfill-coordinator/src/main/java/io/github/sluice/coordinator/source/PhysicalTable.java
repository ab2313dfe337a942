package io.github.sluice.coordinator.source;

import java.util.List;

/**
 * One table of MySQL.
 *
 * @param columns in their order
 * @param primaryKey column names in key order; empty without a primary key
 * @param uniqueKeys every other unique index over whole columns, each in index order
 * @param rowEstimate InnoDB's estimate, for progress only
 */
public record PhysicalTable(
        String database,
        String name,
        String comment,
        List<SourceColumn> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        long rowEstimate) {
    public PhysicalTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /** {@code database.table}. */
    public String fullName() {
        return database + "." + name;
    }
}
