package io.github.sluice.streamer.binlog;

import org.jspecify.annotations.Nullable;

/**
 * A DDL statement's effect on one table; a statement about several tables comes as several changes in its order. The
 * statement's text stays out: it may hold literals.
 *
 * @param kind what happened
 * @param table the table; for a statement about a whole database its name and an empty table
 * @param newTable the new name of a RENAME (also of {@code ALTER TABLE ... RENAME}); else null
 * @param transaction name of its transaction
 * @param statement the statement's leading words, for example {@code ALTER TABLE}
 * @param copiesRows whether the table may hold rows afterwards that no row event brings: CREATE TABLE ... SELECT in
 *     statement form, IMPORT TABLESPACE, EXCHANGE PARTITION, DROP or TRUNCATE PARTITION
 */
public record TableChange(
        Kind kind,
        TableId table,
        @Nullable TableId newTable,
        String transaction,
        String statement,
        boolean copiesRows) {
    /** What happened to the table. */
    public enum Kind {
        CREATE,
        ALTER,
        DROP,
        TRUNCATE,
        RENAME,
        /** Everything else that names a table or a database and keeps its columns, such as CREATE INDEX. */
        OTHER
    }
}
