package io.github.sluice.writer;

import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code column}: names, or objects with {@code name} and {@code type}. Stateless. */
public final class ColumnList {
    /** The parameter's name. */
    public static final String COLUMN = "column";

    private static final String NAME = "name";
    private static final String TYPE = "type";

    private ColumnList() {}

    /**
     * The columns; what is no column has been reported and is left out.
     *
     * @param alsoAllowed keys of an object that somebody else reads
     */
    public static List<WireColumn> from(ParameterMap given, Problems problems, String... alsoAllowed) {
        List<WireColumn> columns = new ArrayList<>();
        int place = 0;
        for (Object each : given.list(COLUMN)) {
            String where = COLUMN + "[" + place++ + "]";
            try {
                if (each instanceof String) {
                    columns.add(WireColumn.bare((String) each));
                } else if (each instanceof Map) {
                    columns.add(column((Map<?, ?>) each, alsoAllowed));
                } else {
                    throw new IllegalArgumentException("must be a name or {\"name\": ..., \"type\": ...}");
                }
            } catch (IllegalArgumentException e) {
                problems.add(where, String.valueOf(e.getMessage()), each == null ? "null" : each);
            }
        }
        return Collections.unmodifiableList(columns);
    }

    private static WireColumn column(Map<?, ?> map, String... alsoAllowed) {
        Object name = map.get(NAME);
        Object type = map.get(TYPE);
        Set<Object> others = new HashSet<>(map.keySet());
        others.removeAll(Arrays.asList(NAME, TYPE));
        others.removeAll(Arrays.asList(alsoAllowed));
        if (!(name instanceof String) || !others.isEmpty() || !(type == null || type instanceof String)) {
            StringBuilder may = new StringBuilder("\"type\"");
            for (String also : alsoAllowed) {
                may.append(" and \"").append(also).append('"');
            }
            throw new IllegalArgumentException(
                    "must hold \"name\" and may hold " + may + ", all strings, nothing else");
        }
        return type == null ? WireColumn.bare((String) name) : WireColumn.of((String) name, (String) type);
    }
}
