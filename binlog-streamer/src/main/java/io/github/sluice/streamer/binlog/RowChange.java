package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.schema.TableColumns;
import org.jspecify.annotations.Nullable;

/**
 * One row's change, with the whole row on each side that the kind has. The values stand in the order of
 * {@link TableColumns#columns()}, each null or of a class that {@code RowCodec.normalise} takes for the column's type:
 * Long, BigInteger, Double, String or byte[]. A value that has no wire form (a geometry in a spatial reference system)
 * is an {@link UnreadableValue}, which {@code normalise} refuses by the column's name.
 *
 * <p>The arrays are the receiver's to keep.
 *
 * @param columns the table as it was at the event; the same object for consecutive changes of an unaltered table, so
 *     that what is derived from it can be kept by identity
 * @param kind which sides there are
 * @param before the row before; null for INSERT
 * @param after the row after; null for DELETE
 * @param position byte in the transaction's file where the row's event starts (for a compressed transaction, where the
 *     whole of it starts)
 */
public record RowChange(
        TableColumns columns,
        Kind kind,
        @Nullable Object @Nullable [] before,
        @Nullable Object @Nullable [] after,
        long position) {
    /** What happened to the row. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** The table. */
    public TableId table() {
        return columns.table();
    }
}
