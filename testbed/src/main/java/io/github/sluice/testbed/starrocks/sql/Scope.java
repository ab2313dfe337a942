package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that FROM offers. One thread. */
final class Scope {
    /** A column and how the backing query names it. */
    record ScopeColumn(String table, String name, StarRocksType type, String sql) {}

    private final List<ScopeColumn> columns = new ArrayList<>();

    void add(ScopeColumn column) {
        columns.add(column);
    }

    /** All columns, or those of one table, in their order. */
    List<ScopeColumn> star(@Nullable String table) {
        List<ScopeColumn> found = table == null
                ? columns
                : columns.stream().filter(c -> c.table().equals(table)).toList();
        if (found.isEmpty()) {
            throw SqlError.analyzing(table == null ? "No tables used." : "Unknown table '" + table + "'.");
        }
        return found;
    }

    ScopeColumn resolve(Expr.Column wanted) {
        List<ScopeColumn> found = columns.stream()
                .filter(c -> c.name().equalsIgnoreCase(wanted.name())
                        && (wanted.table() == null || c.table().equals(wanted.table())))
                .toList();
        if (found.isEmpty()) {
            throw SqlError.analyzing("Column '" + wanted.text() + "' cannot be resolved.");
        }
        if (found.size() > 1) {
            throw SqlError.analyzing("Column '" + wanted.text() + "' is ambiguous.");
        }
        return found.get(0);
    }
}
