package io.github.sluice.streamer.route;

import io.github.sluice.wire.row.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a source row to the wire's row: mapped columns in the order of {@code column_mapping}, then the constant columns
 * source, database and table, as far as the file asks for them. Immutable and thread-safe.
 */
public final class RowMapper implements Binding {
    private final RowSchema schema;
    private final int[] places;
    private final String[] constants;
    private final List<String> dropped;

    RowMapper(RowSchema schema, int[] places, String[] constants, List<String> dropped) {
        this.schema = schema;
        this.places = places;
        this.constants = constants;
        this.dropped = List.copyOf(dropped);
    }

    /** Columns with their types, and the key; without {@code __op}. Equal for all shards that are alike. */
    public RowSchema schema() {
        return schema;
    }

    /**
     * The wire's row.
     *
     * @param row values of the columns that the table was bound with, in their order
     * @return a new array in the order of {@link #schema}, for {@code RowCodec.normalise}
     */
    public @Nullable Object[] map(@Nullable Object[] row) {
        @Nullable Object[] mapped = new @Nullable Object[places.length + constants.length];
        for (int i = 0; i < places.length; i++) {
            mapped[i] = row[places[i]];
        }
        System.arraycopy(constants, 0, mapped, places.length, constants.length);
        return mapped;
    }

    /** Source columns that the file neither maps nor names as ignored, and so are left out (inventory #65). */
    public List<String> dropped() {
        return dropped;
    }
}
