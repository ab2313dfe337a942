package io.github.sluice.demo.data;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;

/**
 * One physical MySQL table of the demonstration: its definition and a row for every id.
 *
 * <p>A row depends on the seed and its id alone, so any part of the data can be made again.
 * Implementations are immutable.
 */
public interface SourceTable {
    /** The database, unquoted. */
    String database();

    /** The table, unquoted. */
    String name();

    /** How many rows, with ids from 1. */
    long rows();

    /** The statement that creates the table, with {@code db.table} written out. */
    String ddl();

    /** {@code INSERT INTO db.table (...) VALUES (?, ...)}. */
    String insert();

    /**
     * Binds the row of {@code id}.
     *
     * @param random seeded for this row
     * @throws SQLException when the driver refuses a value
     */
    void bind(PreparedStatement statement, long id, Random random) throws SQLException;

    /** The primary key's column, unquoted. */
    String keyColumn();

    /** The primary key of the row of {@code id}. */
    long key(long id);

    /** {@code UPDATE db.table SET ... WHERE key = ?} of some columns of every sort. */
    String update();

    /**
     * Binds other values, and the key last.
     *
     * @throws SQLException when the driver refuses a value
     */
    void bindUpdate(PreparedStatement statement, long id, Random random) throws SQLException;

    /** Ids of rows that nobody may change, because something else looks at them. */
    default Set<Long> untouched() {
        return Set.of();
    }

    /** {@code database.table}, quoted. */
    default String quoted() {
        return "`" + database() + "`.`" + name() + "`";
    }
}
