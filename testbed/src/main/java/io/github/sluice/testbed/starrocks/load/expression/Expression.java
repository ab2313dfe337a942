package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import org.jspecify.annotations.Nullable;

/** A typed expression over one source row. Immutable and thread-safe. */
public interface Expression {
    /** The value for a row, of the class that belongs to {@link #type}; null is SQL's NULL. */
    @Nullable
    Object evaluate(@Nullable Object[] row);

    StarRocksType type();

    /** True when the expression is nothing but the name of a source column. */
    default boolean isColumn() {
        return false;
    }

    /** The value of a constant. */
    record Literal(@Nullable Object value, StarRocksType type) implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            return value;
        }
    }

    /** The value of a source column. */
    record Column(int index, StarRocksType type) implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object value = row[index];
            return type.kind() == TypeKind.JSON && value instanceof String text ? new JsonDocument(text) : value;
        }

        @Override
        public boolean isColumn() {
            return true;
        }
    }
}
