package io.github.sluice.starrockswriter;

import io.github.sluice.streamload.ColumnsHeader;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Stream Load headers of a job: strict defaults, then {@code loadProps}, then which JSON field feeds which column.
 *
 * <p>Rows are sent as JSON whatever {@code loadProps} says of CSV, because CSV can tell neither NULL from {@code \N} nor one
 * column of two from a delimiter within a value. Properties that would make rows disappear silently are faults. Immutable.
 */
final class LoadHeaders {
    private static final int DEFAULT_TIMEOUT_SECONDS = 600;
    private static final int LONGEST_TIMEOUT_SECONDS = 259_200;

    private static final Set<String> SET_BY_THE_WRITER = new HashSet<>(Arrays.asList(
            "label", "db", "table", "authorization", "expect", "content-type", "transaction_type", "prepared_timeout"));
    private static final Set<String> NOT_SUPPORTED = new HashSet<>(
            Arrays.asList("compression", "content-encoding", "enable_merge_commit", "two_phase_commit", "json_root"));
    private static final Set<String> OF_CSV =
            new HashSet<>(Arrays.asList("column_separator", "row_delimiter", "line_delimiter", "enclose", "escape"));
    private static final Set<String> ALWAYS_SO = new HashSet<>(Arrays.asList("strip_outer_array", "ignore_json_size"));

    private final Map<String, String> given;
    private final Duration timeout;

    private LoadHeaders(Map<String, String> given, Duration timeout) {
        this.given = given;
        this.timeout = timeout;
    }

    /** @param told receives what the user should know though the job can run */
    static LoadHeaders from(ParameterMap parameters, Problems problems, List<String> told) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("format", "json");
        headers.put("strip_outer_array", "true");
        headers.put("ignore_json_size", "true");
        headers.put("strict_mode", "true");
        headers.put("max_filter_ratio", "0");
        Duration timeout = Duration.ofSeconds(DEFAULT_TIMEOUT_SECONDS);
        for (Map.Entry<String, String> property :
                parameters.stringMap(Key.LOAD_PROPS).entrySet()) {
            String name = property.getKey().toLowerCase(Locale.ROOT);
            String value = property.getValue();
            String where = Key.LOAD_PROPS + "[" + property.getKey() + "]";
            if (name.equals("timeout")) {
                timeout = timeout(where, value, problems, timeout);
            } else if (mayBeSent(where, name, value, problems, told)) {
                headers.put(name, value);
            }
        }
        checkPaths(headers.get("jsonpaths"), problems);
        return new LoadHeaders(headers, timeout);
    }

    private static Duration timeout(String where, String value, Problems problems, Duration otherwise) {
        try {
            int seconds = Integer.parseInt(value);
            if (seconds >= 1 && seconds <= LONGEST_TIMEOUT_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // reported below with the same words
        }
        problems.add(where, "must be seconds from 1 to " + LONGEST_TIMEOUT_SECONDS, value);
        return otherwise;
    }

    private static boolean mayBeSent(String where, String name, String value, Problems problems, List<String> told) {
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f) && !OF_CSV.contains(name)) {
            problems.add(where, "must not hold control characters, because it becomes an HTTP header");
        } else if (SET_BY_THE_WRITER.contains(name)) {
            problems.add(where, "is set by the writer itself; remove it", value);
        } else if (NOT_SUPPORTED.contains(name)) {
            problems.add(where, "is not supported by this writer; remove it", value);
        } else if (name.equals("where")) {
            problems.add(where, "would make rows disappear silently; filter in the reader", value);
        } else if (name.equals("format")) {
            checkFormat(where, value, problems, told);
        } else if (OF_CSV.contains(name)) {
            told.add(where + " has no effect: rows are sent as JSON, which needs no delimiters");
        } else if (name.equals("skip_header") || name.equals("trim_space")) {
            refuseUnlessOff(where, value, problems);
        } else if (name.equals("max_filter_ratio")) {
            checkRatio(where, value, problems, told);
        } else if (name.equals("strict_mode")) {
            return checkStrict(where, value, problems, told);
        } else {
            return !ALWAYS_SO.contains(name);
        }
        return false;
    }

    private static void checkFormat(String where, String value, Problems problems, List<String> told) {
        if (value.equalsIgnoreCase("csv")) {
            told.add(where + " csv has no effect: rows are sent as JSON");
        } else if (!value.equalsIgnoreCase("json")) {
            problems.add(where, "must be csv or json (rows are sent as JSON in either case)", value);
        }
    }

    private static void refuseUnlessOff(String where, String value, Problems problems) {
        if (!value.equals("0") && !value.equalsIgnoreCase("false")) {
            problems.add(where, "would change or drop rows; remove it", value);
        }
    }

    private static void checkRatio(String where, String value, Problems problems, List<String> told) {
        double ratio;
        try {
            ratio = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            ratio = -1;
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            problems.add(where, "must be a number from 0 to 1", value);
        } else if (ratio > 0) {
            told.add(where + " is not passed on: each row that StarRocks refuses becomes a dirty record, and the job's"
                    + " errorLimit says how many there may be");
        }
    }

    private static boolean checkStrict(String where, String value, Problems problems, List<String> told) {
        boolean off = value.equalsIgnoreCase("false");
        if (!off && !value.equalsIgnoreCase("true")) {
            problems.add(where, "must be true or false", value);
            return false;
        }
        if (off) {
            told.add(where + " is false: StarRocks stores NULL for what does not fit, and says nothing");
        }
        return true;
    }

    private static void checkPaths(@Nullable String paths, Problems problems) {
        if (paths == null) {
            return;
        }
        try {
            if (Json.parse(paths) instanceof List) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // the rule below says it
        }
        problems.add(Key.LOAD_PROPS + "[jsonpaths]", "must be a JSON array of paths", paths);
    }

    /** Reports a {@code columns} property that has not one name for each value of a row. */
    void checkWidth(int width, Problems problems) {
        String columns = given.get("columns");
        if (columns == null || given.containsKey("jsonpaths")) {
            return;
        }
        int names = ColumnsHeader.sourceColumns(columns).size();
        if (names != width) {
            problems.add(
                    Key.LOAD_PROPS + "[columns]",
                    "must name as many columns without '=' as " + Key.COLUMN + " does (" + width + ")",
                    names);
        }
    }

    /** Whether the user says which field feeds which column, so that {@code column} need not name the table's. */
    boolean mapsColumns() {
        return given.containsKey("columns") || given.containsKey("jsonpaths");
    }

    /** Stream Load's {@code timeout}. */
    Duration timeout() {
        return timeout;
    }

    /**
     * All data headers of a load.
     *
     * @param columns of a row, in order; a row's JSON has their names
     * @param targetTypes StarRocks' types of the columns that are known, by name in lower case
     */
    Map<String, String> of(List<WireColumn> columns, Map<String, String> targetTypes) {
        Map<String, String> headers = new LinkedHashMap<>(given);
        headers.putIfAbsent("columns", columnsHeader(columns, targetTypes));
        headers.putIfAbsent("jsonpaths", pathsHeader(columns));
        return Collections.unmodifiableMap(headers);
    }

    /**
     * Plain names first, then the expressions: path i feeds name i, and an assigned column must not read itself, so JSON
     * and binary go through a temporary name.
     */
    private static String columnsHeader(List<WireColumn> columns, Map<String, String> targetTypes) {
        String temporary = "tmp_";
        while (startsSomeName(columns, temporary)) {
            temporary = "_" + temporary;
        }
        List<String> read = new ArrayList<>();
        List<String> assigned = new ArrayList<>();
        for (WireColumn column : columns) {
            String function = function(column, targetTypes.get(column.name().toLowerCase(Locale.ROOT)));
            if (function == null) {
                read.add(quoted(column.name()));
            } else {
                String name = quoted(temporary + column.name());
                read.add(name);
                assigned.add(quoted(column.name()) + "=" + String.format(Locale.ROOT, function, name));
            }
        }
        read.addAll(assigned);
        return String.join(",", read);
    }

    private static boolean startsSomeName(List<WireColumn> columns, String prefix) {
        return columns.stream().anyMatch(column -> column.name().startsWith(prefix));
    }

    /** What makes the column out of JSON text or base64; null for one that takes its value as it is. */
    private static @Nullable String function(WireColumn column, @Nullable String targetType) {
        MySqlType source = column.type();
        WireKind kind = source == null ? null : source.kind();
        String target = targetType == null ? "" : targetType.toLowerCase(Locale.ROOT);
        if (target.startsWith("json") || (target.isEmpty() && kind == WireKind.JSON)) {
            return "parse_json(%s)";
        }
        if (target.contains("binary") || (target.isEmpty() && kind == WireKind.BINARY)) {
            return "to_binary(%s,'encode64')";
        }
        return null;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String pathsHeader(List<WireColumn> columns) {
        List<Object> paths = new ArrayList<>();
        for (WireColumn column : columns) {
            String name = column.name();
            paths.add(name.matches("\\w+") ? "$." + name : "$.\"" + name + "\"");
        }
        return Json.write(paths);
    }

    @Override
    public String toString() {
        return given + ", timeout " + timeout.getSeconds() + " s";
    }
}
