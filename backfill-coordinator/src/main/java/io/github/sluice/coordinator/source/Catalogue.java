package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.settings.SourceTables;
import java.util.Collection;
import java.util.List;

/**
 * The tables of a MySQL, as it describes them. Thread-safe.
 *
 * @see MySqlSource
 */
public interface Catalogue {
    /** The physical tables that an expression matches, in the order of their names. */
    List<PhysicalTable> tables(SourceTables wanted);

    /** The physical tables that any of the expressions matches. */
    List<PhysicalTable> tables(Collection<SourceTables> wanted);

    /** Whether the server is a MariaDB, whose binlog is another one. */
    boolean isMariaDb();

    /** The bytes of a column's longest value. */
    long longestBytes(String database, String table, String column);
}
