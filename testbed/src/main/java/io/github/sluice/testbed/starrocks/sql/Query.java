package io.github.sluice.testbed.starrocks.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SELECT as parsed. */
record Query(
        boolean distinct,
        List<Item> items,
        @Nullable From from,
        @Nullable Expr where,
        List<Expr> groupBy,
        @Nullable Expr having,
        List<Order> orderBy,
        @Nullable Expr limit,
        @Nullable Expr offset) {

    /**
     * One item of the select list.
     *
     * @param expr null for {@code *}
     * @param starTable the qualifier of {@code t.*}
     */
    record Item(
            @Nullable Expr expr,
            @Nullable String starTable,
            @Nullable String alias) {}

    record Order(Expr expr, boolean descending) {}

    /** What FROM names. */
    sealed interface From {
        record Table(TableName name, @Nullable String alias) implements From {}

        record Derived(Query query, String alias) implements From {}

        /** {@code kind} is INNER, LEFT, RIGHT or CROSS. */
        record Join(
                From left,
                From right,
                String kind,
                @Nullable Expr on) implements From {}
    }
}
