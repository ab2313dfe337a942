package io.github.sluice.coordinator.starrocks;

import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.RowReader;
import java.util.List;

/**
 * What the steps of a run see and change of StarRocks over SQL. Thread-safe.
 *
 * @see Warehouse
 */
public interface TargetServer {
    /** {@code database.table}. */
    String fullName(String table);

    /** Creates the database if it is missing. */
    void createDatabase();

    /** Column names of a table in their order; empty when there is no such table. */
    List<String> columns(String table);

    long count(String table);

    void create(String statement);

    void truncate(String table);

    /** All rows of the table, in wire values. */
    RowReader rows(TableSpec spec);
}
