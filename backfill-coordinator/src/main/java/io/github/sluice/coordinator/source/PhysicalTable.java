package io.github.sluice.coordinator.source;

import java.util.List;

/**
 * One table of MySQL.
 *
 * @param source the MySQL's name; empty for the only one, which has none
 * @param columns in their order
 * @param primaryKey column names in key order; empty without a primary key
 * @param uniqueKeys every other unique index over whole columns, each in index order
 * @param rowEstimate InnoDB's estimate, for progress only
 * @param byteEstimate InnoDB's estimate of what the rows take in it
 */
public record PhysicalTable(
        String source,
        String database,
        String name,
        String comment,
        List<SourceColumn> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        long rowEstimate,
        long byteEstimate) {
    public PhysicalTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /** A small table of the only MySQL. */
    public PhysicalTable(
            String database,
            String name,
            String comment,
            List<SourceColumn> columns,
            List<String> primaryKey,
            List<List<String>> uniqueKeys,
            long rowEstimate) {
        this("", database, name, comment, columns, primaryKey, uniqueKeys, rowEstimate, 0);
    }

    /** The same with other columns and keys. */
    public PhysicalTable with(List<SourceColumn> otherColumns, List<List<String>> otherUniqueKeys) {
        return new PhysicalTable(
                source, database, name, comment, otherColumns, primaryKey, otherUniqueKeys, rowEstimate, byteEstimate);
    }

    /** {@code database.table}, or {@code source/database.table}. */
    public String fullName() {
        return (source.isEmpty() ? "" : source + "/") + database + "." + name;
    }
}
