package io.github.sluice.starrockswriter;

import io.github.sluice.writer.Problems;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The official plugin's documented form: {@code connection[0]} with table, jdbcUrl and selectedDatabase in it, and
 * {@code selectedDatabase} for {@code database}. Brings it into the flat form; saying the same thing twice and differently is
 * a fault. One thread.
 */
final class ConnectionForm {
    private static final List<String> KNOWN =
            Arrays.asList(Key.TABLE, Key.JDBC_URL, Key.SELECTED_DATABASE, Key.DATABASE, Key.LOAD_URL);

    private final Problems problems;

    ConnectionForm(Problems problems) {
        this.problems = problems;
    }

    /** @param raw not changed */
    Map<String, Object> flattened(Map<String, Object> raw) {
        Map<String, Object> flat = new LinkedHashMap<>(raw);
        Map<?, ?> connection = connection(flat.remove(Key.CONNECTION));
        for (Object name : connection.keySet()) {
            if (!KNOWN.contains(String.valueOf(name))) {
                problems.add(Key.CONNECTION + "[0]." + name, "must be one of " + String.join(", ", KNOWN));
            }
        }
        put(flat, Key.LOAD_URL, Key.CONNECTION + "[0]." + Key.LOAD_URL, connection.get(Key.LOAD_URL));
        put(flat, Key.DATABASE, Key.SELECTED_DATABASE, flat.remove(Key.SELECTED_DATABASE));
        for (String name : new String[] {Key.SELECTED_DATABASE, Key.DATABASE}) {
            put(flat, Key.DATABASE, Key.CONNECTION + "[0]." + name, connection.get(name));
        }
        put(flat, Key.TABLE, Key.CONNECTION + "[0]." + Key.TABLE, single(Key.TABLE, connection.get(Key.TABLE)));
        put(
                flat,
                Key.JDBC_URL,
                Key.CONNECTION + "[0]." + Key.JDBC_URL,
                single(Key.JDBC_URL, connection.get(Key.JDBC_URL)));
        flat.computeIfPresent(Key.TABLE, (name, value) -> single(name, value));
        return flat;
    }

    private Map<?, ?> connection(@Nullable Object given) {
        Object only = given;
        if (given instanceof List) {
            if (((List<?>) given).size() != 1) {
                problems.add(Key.CONNECTION, "must hold one element: a job writes to one table");
                return Collections.emptyMap();
            }
            only = ((List<?>) given).get(0);
        }
        if (only instanceof Map) {
            return (Map<?, ?>) only;
        }
        if (only != null) {
            problems.add(Key.CONNECTION, "must be a list of one object");
        }
        return Collections.emptyMap();
    }

    /** A list of one is its element. */
    private @Nullable Object single(String name, @Nullable Object value) {
        if (!(value instanceof List)) {
            return value;
        }
        List<?> list = (List<?>) value;
        if (list.size() != 1) {
            problems.add(name, "must name one: a job writes to one table");
            return null;
        }
        return list.get(0);
    }

    private void put(Map<String, Object> flat, String name, String where, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Object former = flat.get(name);
        if (former == null || former.equals("")) {
            flat.put(name, value);
        } else if (!former.equals(value)) {
            problems.add(where, "says something else than " + name);
        }
    }
}
