package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.wire.row.RowSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which both halves walk through a table: the columns that name the shard first, so that every physical
 * table is a stretch of its own, then the other key columns in key order. Immutable.
 */
final class KeyOrder implements Comparator<RowKey> {
    private final TableSpec spec;
    private final List<KeyColumn> columns;

    /**
     * The order of a table's keys.
     *
     * @throws Failure 40 if a key column's type has no order that both sides share
     */
    KeyOrder(TableSpec spec) {
        this.spec = spec;
        RowSchema schema = spec.schema();
        List<KeyColumn> shard = new ArrayList<>();
        List<KeyColumn> rest = new ArrayList<>();
        for (String name : spec.key()) {
            int place = schema.indexOf(name);
            ColumnSpec column = spec.columns().get(place);
            try {
                KeyColumn key = KeyColumn.of(column, place);
                (key.namesShard() ? shard : rest).add(key);
            } catch (IllegalArgumentException e) {
                throw new Failure(ExitCode.REFUSED, spec.target() + ": key column " + name + ": " + e.getMessage(), e);
            }
        }
        shard.addAll(rest);
        if (shard.isEmpty()) {
            throw new Failure(ExitCode.REFUSED, spec.target() + " has no key, so its rows cannot be told apart");
        }
        this.columns = List.copyOf(shard);
    }

    List<KeyColumn> columns() {
        return columns;
    }

    /** Number of key columns. */
    int size() {
        return columns.size();
    }

    /**
     * The key of a row.
     *
     * @throws Failure 40 if a key column is null, as a zero date of MySQL becomes: StarRocks cannot hold such a key
     */
    RowKey of(@Nullable Object[] wire) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = wire[columns.get(i).place()];
            if (value == null) {
                throw new Failure(
                        ExitCode.REFUSED,
                        spec.target() + ": key column "
                                + columns.get(i).column().name()
                                + " is null or a zero date in a row; StarRocks cannot hold such a key");
            }
            values[i] = value;
        }
        return new RowKey(values);
    }

    /** A row that holds the key and nothing else. */
    @Nullable
    Object[] row(RowKey key) {
        @Nullable Object[] wire = new @Nullable Object[spec.columns().size()];
        for (int i = 0; i < columns.size(); i++) {
            wire[columns.get(i).place()] = key.value(i);
        }
        return wire;
    }

    @Override
    public int compare(RowKey one, RowKey other) {
        for (int i = 0; i < columns.size(); i++) {
            int compared = columns.get(i).compare(one.value(i), other.value(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** Whether {@code after < key ≤ upto}; null is an open end. */
    boolean within(@Nullable RowKey after, RowKey key, @Nullable RowKey upto) {
        return (after == null || compare(after, key) < 0) && (upto == null || compare(key, upto) <= 0);
    }

    /** Reads {@link RowKey#list()} back. */
    RowKey parse(@Nullable Object json) {
        if (json instanceof List<?> list && list.size() == columns.size()) {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                if (!(list.get(i) instanceof Long) && !(list.get(i) instanceof String)) {
                    throw new IllegalArgumentException("not a key of " + spec.target());
                }
                values[i] = list.get(i);
            }
            return new RowKey(values);
        }
        throw new IllegalArgumentException("not a key of " + spec.target());
    }

    /** {@code name=value}, one per column, in the key's own order. */
    List<String> words(RowKey key) {
        List<String> words = new ArrayList<>();
        for (String name : spec.key()) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).column().name().equals(name)) {
                    words.add(name + "=" + key.value(i));
                }
            }
        }
        return words;
    }
}
