package io.github.sluice.wire.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a row in the order in which they are written and fingerprinted, and its key. Immutable. */
public final class RowSchema {
    private final List<WireColumn> columns;
    private final List<String> keyColumns;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final int[] keyIndexes;

    /**
     * @param columns at least one, names unique (by exact letters, as JSON keys are)
     * @param keyColumns names of key columns in key order; empty if the table has no key
     * @throws IllegalArgumentException if a name repeats or a key column is not among the columns
     */
    public RowSchema(List<WireColumn> columns, List<String> keyColumns) {
        this.columns = Collections.unmodifiableList(new ArrayList<>(columns));
        this.keyColumns = Collections.unmodifiableList(new ArrayList<>(keyColumns));
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a row needs at least one column");
        }
        for (int i = 0; i < this.columns.size(); i++) {
            String name = this.columns.get(i).name();
            if (indexes.put(name, i) != null) {
                throw new IllegalArgumentException("column " + name + " is named twice");
            }
        }
        keyIndexes = new int[this.keyColumns.size()];
        boolean[] seen = new boolean[this.columns.size()];
        for (int i = 0; i < keyIndexes.length; i++) {
            String name = this.keyColumns.get(i);
            Integer index = indexes.get(name);
            if (index == null) {
                throw new IllegalArgumentException("key column " + name + " is not among the columns");
            }
            if (seen[index]) {
                throw new IllegalArgumentException("key column " + name + " is named twice");
            }
            seen[index] = true;
            keyIndexes[i] = index;
        }
    }

    public List<WireColumn> columns() {
        return columns;
    }

    public List<String> keyColumns() {
        return keyColumns;
    }

    /** Number of columns. */
    public int size() {
        return columns.size();
    }

    /** Place of a column by its exact name, or -1. */
    public int indexOf(@Nullable String name) {
        Integer index = indexes.get(name);
        return index == null ? -1 : index;
    }

    /** Places of the columns that tell rows apart: the key in key order, or every column without a key. */
    public int[] identity() {
        if (keyIndexes.length > 0) {
            return keyIndexes.clone();
        }
        int[] all = new int[columns.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowSchema
                && ((RowSchema) other).columns.equals(columns)
                && ((RowSchema) other).keyColumns.equals(keyColumns);
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + keyColumns.hashCode();
    }

    @Override
    public String toString() {
        return columns + " key " + keyColumns;
    }
}
