package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.plan.CreateTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.coordinator.verify.RowReader.RowSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The copy in StarRocks, which orders texts by their bytes and numbers by number of itself. One thread. */
final class StarRocksRows implements KeyedRows {
    private static final int KEYS_AT_ONCE = 200;

    private final Warehouse warehouse;
    private final TableSpec spec;
    private final List<Named> columns;

    private record Named(KeyColumn key) implements KeyRange.Column {
        @Override
        public String expression() {
            return CreateTable.quote(key.column().name());
        }

        @Override
        public String place() {
            return "?";
        }

        @Override
        public Object parameter(Object wire) {
            return key.order() == KeyColumn.Order.NUMBER ? KeyColumn.number(wire) : wire;
        }
    }

    StarRocksRows(Warehouse warehouse, TableSpec spec, KeyOrder order) {
        this.warehouse = warehouse;
        this.spec = spec;
        this.columns = order.columns().stream().map(Named::new).toList();
    }

    @Override
    public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
        List<Object> parameters = new ArrayList<>();
        KeyRange range = new KeyRange(columns, parameters);
        List<String> conditions = new ArrayList<>();
        if (after != null) {
            conditions.add(range.after(after.list()));
        }
        if (upto != null) {
            conditions.add(range.upto(upto.list()));
        }
        String order = columns.stream().map(Named::expression).collect(Collectors.joining(", "));
        warehouse.rows(
                spec,
                (conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions)) + " ORDER BY " + order
                        + " LIMIT " + limit,
                parameters,
                sink);
    }

    @Override
    public void keys(Collection<RowKey> keys, RowSink sink) {
        List<List<Object>> all = keys.stream().map(RowKey::list).toList();
        for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
            List<Object> parameters = new ArrayList<>();
            String condition = new KeyRange(columns, parameters)
                    .oneOf(all.subList(from, Math.min(all.size(), from + KEYS_AT_ONCE)));
            warehouse.rows(spec, "WHERE " + condition, parameters, sink);
        }
    }

    @Override
    public long estimate() {
        return warehouse.count(spec.target());
    }

    @Override
    public void close() {
        // every reading has a connection of its own
    }
}
