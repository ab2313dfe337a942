package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.verify.RowReader.RowSink;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison: a table that other programs write to while it is read. Each call sees the rows as they are
 * during that call. One thread.
 */
interface KeyedRows extends AutoCloseable {
    /**
     * The rows with {@code after < key ≤ upto} in ascending order of {@link KeyOrder}, the first {@code limit} of them.
     *
     * @param after null for the beginning of all keys
     * @param upto null for their end
     */
    void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink);

    /** The rows that have one of the keys, in any order; a row that was asked for twice may come twice. */
    void keys(Collection<RowKey> keys, RowSink sink);

    /** How many rows there may be; 0 if unknown. */
    long estimate();

    @Override
    void close();
}
