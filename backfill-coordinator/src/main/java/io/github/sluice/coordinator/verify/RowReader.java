package io.github.sluice.coordinator.verify;

import org.jspecify.annotations.Nullable;

/** A place that holds all rows of a table and can be read through, again and again, without holding it in memory. */
public interface RowReader {
    /** Takes one row of wire values in schema order. The array may not be kept or changed by the caller. */
    interface RowSink {
        void row(@Nullable Object[] wire);
    }

    /** The place in words, such as {@code topic sluice_all.orders}. */
    String place();

    /** Gives every row to {@code sink}, in any order. */
    void read(RowSink sink);
}
