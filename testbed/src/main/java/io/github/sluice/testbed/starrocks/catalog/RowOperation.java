package io.github.sluice.testbed.starrocks.catalog;

import org.jspecify.annotations.Nullable;

/** One row of a load. The values are of the classes that {@link Values} lists; the arrays are not copied. */
public sealed interface RowOperation {
    /** Writes a whole row: one value per column, in table order. Appends it if the table has no primary key. */
    record Upsert(@Nullable Object[] values) implements RowOperation {}

    /** Removes a row: the key values, in key order (more values are ignored). Primary-key tables only. */
    record Delete(@Nullable Object[] key) implements RowOperation {}

    /**
     * Writes some columns (6.7): a row that is missing is inserted, {@code values} being a whole row whose
     * other columns hold the defaults; a row that is there keeps the columns not listed.
     *
     * @param columns positions of the columns to write, ascending, those of the key included
     */
    record Partial(int[] columns, @Nullable Object[] values) implements RowOperation {}

    /**
     * Writes a whole row only if its value in column {@code condition} is greater than or equal to the
     * stored one ({@code merge_condition}, 6.7); NULL counts as the smallest.
     */
    record Conditional(int condition, @Nullable Object[] values) implements RowOperation {}
}
