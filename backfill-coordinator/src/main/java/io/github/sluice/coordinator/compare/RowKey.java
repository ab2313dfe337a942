package io.github.sluice.coordinator.compare;

import java.util.Arrays;
import java.util.List;

/** The wire values of a row's key columns, in the order of {@link KeyOrder}. Two keys are equal by bytes. Immutable. */
final class RowKey {
    private final Object[] values;

    /** The array is kept; it holds Long and String only. */
    RowKey(Object... values) {
        this.values = values;
    }

    int size() {
        return values.length;
    }

    Object value(int place) {
        return values[place];
    }

    /** For JSON. */
    List<Object> list() {
        return List.of(values);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof RowKey key && Arrays.equals(key.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Not the values: keys go into no log. */
    @Override
    public String toString() {
        return "key of " + values.length + " columns";
    }
}
