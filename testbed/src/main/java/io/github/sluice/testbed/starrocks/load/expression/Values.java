package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import org.jspecify.annotations.Nullable;

/** What becomes of an expression's value outside of expressions. */
public final class Values {
    private Values() {}

    /** The value as a condition: null for NULL. */
    public static @Nullable Boolean truth(@Nullable Object value) {
        return Operands.truth(value);
    }

    /** The value cast to a column's type and class; null when that is impossible. The length of text is not checked. */
    public static @Nullable Object assign(@Nullable Object value, StarRocksType type) {
        Object result = value == null ? null : Operands.cast(value, type);
        return result instanceof JsonDocument json ? json.text() : result;
    }

    /** The value as SQL prints it. */
    public static String text(Object value) {
        return Operands.text(value);
    }
}
