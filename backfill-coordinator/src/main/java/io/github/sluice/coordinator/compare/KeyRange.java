package io.github.sluice.coordinator.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Conditions over several columns in their order, spelled out so that both servers can use an index: neither does for a
 * comparison of rows. Collects the parameters. One thread; used for one statement.
 */
final class KeyRange {
    /** How one column stands in a statement. */
    interface Column {
        /** What is compared. */
        String expression();

        /** What stands for a value. */
        String place();

        /** The value as a parameter. */
        Object parameter(Object wire);
    }

    private final List<? extends Column> columns;
    private final List<Object> parameters;

    /** @param parameters receives values in the order of their places */
    KeyRange(List<? extends Column> columns, List<Object> parameters) {
        this.columns = columns;
        this.parameters = parameters;
    }

    /** Rows behind a key. */
    String after(List<Object> key) {
        return beyond(key, ">", ">=", ">");
    }

    /** Rows up to a key. */
    String upto(List<Object> key) {
        return beyond(key, "<", "<=", "<=");
    }

    /** One of the keys. */
    String oneOf(List<List<Object>> keys) {
        List<String> any = new ArrayList<>();
        for (List<Object> key : keys) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                all.add(compared(i, "=", key));
            }
            any.add(String.join(" AND ", all));
        }
        return "(" + String.join(" OR ", any) + ")";
    }

    private String beyond(List<Object> key, String strict, String loose, String last) {
        BiFunction<Integer, String, String> compared = (column, sign) -> compared(column, sign, key);
        int size = columns.size();
        if (size == 1) {
            return compared.apply(0, last);
        }
        // says nothing new, but names a range of the first column
        String first = compared.apply(0, loose);
        List<String> any = new ArrayList<>();
        for (int depth = 0; depth < size; depth++) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                all.add(compared.apply(i, "="));
            }
            all.add(compared.apply(depth, depth == size - 1 ? last : strict));
            any.add("(" + String.join(" AND ", all) + ")");
        }
        return first + " AND (" + String.join(" OR ", any) + ")";
    }

    private String compared(int column, String sign, List<Object> key) {
        Column one = columns.get(column);
        parameters.add(one.parameter(key.get(column)));
        return one.expression() + " " + sign + " " + one.place();
    }
}
