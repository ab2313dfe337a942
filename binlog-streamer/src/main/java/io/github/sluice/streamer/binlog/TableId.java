package io.github.sluice.streamer.binlog;

/**
 * A physical table by the exact letters in which the server writes its names. Immutable.
 *
 * @param database for example {@code shop_0}
 * @param table for example {@code orders_00}
 */
public record TableId(String database, String table) {
    /** {@code db.table}, unquoted. */
    @Override
    public String toString() {
        return database + "." + table;
    }
}
