package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.StandInOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The system variables of one session (9.3). One thread. Values are Long, String or null. */
public final class Variables {
    private static final String SELECT_LIMIT = "sql_select_limit";

    private final Map<String, @Nullable Object> values = new TreeMap<>();
    private final Map<String, @Nullable Object> defaults;

    /** The values of a fresh session. */
    public Variables(StandInOptions options) {
        put("auto_increment_increment", 1L);
        put("autocommit", 1L);
        put("character_set_client", "utf8");
        put("character_set_connection", "utf8");
        put("character_set_database", "utf8");
        put("character_set_results", null);
        put("character_set_server", "utf8");
        put("collation_connection", "utf8_general_ci");
        put("collation_database", "utf8_general_ci");
        put("collation_server", "utf8_general_ci");
        put("enable_insert_strict", 1L);
        put("init_connect", "");
        put("interactive_timeout", 3600L);
        put("language", "/starrocks/share/english/");
        put("license", "Apache License 2.0");
        put("lower_case_table_names", 0L);
        put("max_allowed_packet", 33554432L);
        put("net_buffer_length", 16384L);
        put("net_read_timeout", 60L);
        put("net_write_timeout", 60L);
        put("parallel_fragment_exec_instance_num", 1L);
        put("performance_schema", 0L);
        put("query_cache_size", 1048576L);
        put("query_cache_type", 0L);
        put("query_timeout", 300L);
        put("sql_auto_is_null", 0L);
        put("sql_mode", "ONLY_FULL_GROUP_BY");
        put("sql_safe_updates", 0L);
        put(SELECT_LIMIT, Long.MAX_VALUE);
        put("system_time_zone", options.timeZone().getId());
        put("time_zone", options.timeZone().getId());
        put("transaction_isolation", "REPEATABLE-READ");
        put("transaction_read_only", 0L);
        put("tx_isolation", "REPEATABLE-READ");
        put("tx_read_only", 0L);
        put("version", options.mysqlVersion());
        put("version_comment", options.version());
        put("wait_timeout", 28800L);
        defaults = new TreeMap<>(values);
    }

    /** The value of a fresh session. */
    @Nullable
    Object initial(String name) {
        requireKnown(name);
        return defaults.get(name.toLowerCase(Locale.ROOT));
    }

    /** How many rows a SELECT without LIMIT may give; drivers set it for {@code Statement.setMaxRows}. */
    long selectLimit() {
        return values.get(SELECT_LIMIT) instanceof Long limit ? limit : Long.MAX_VALUE;
    }

    /** A value; {@link SqlError} 1193 if there is no such variable. */
    @Nullable
    Object get(String name) {
        requireKnown(name);
        return values.get(name.toLowerCase(Locale.ROOT));
    }

    /** Changes a value; 1193 if there is no such variable. */
    void set(String name, @Nullable Object value) {
        requireKnown(name);
        if (value != null
                && values.get(name.toLowerCase(Locale.ROOT)) instanceof Long
                && value instanceof String text) {
            try {
                values.put(name.toLowerCase(Locale.ROOT), Long.valueOf(text.trim()));
            } catch (NumberFormatException e) {
                throw new SqlError(
                        1231, "42000", "Variable '" + name + "' can't be set to the value of '" + text + "'");
            }
            return;
        }
        values.put(name.toLowerCase(Locale.ROOT), value);
    }

    /** All names and values, sorted. */
    Map<String, @Nullable Object> all() {
        return new TreeMap<>(values);
    }

    private void put(String name, @Nullable Object value) {
        values.put(name, value);
    }

    private void requireKnown(String name) {
        if (!values.containsKey(name.toLowerCase(Locale.ROOT))) {
            List<String> similar = values.keySet().stream()
                    .sorted(Comparator.comparingInt(known -> distance(known, name.toLowerCase(Locale.ROOT))))
                    .limit(3)
                    .toList();
            throw new SqlError(
                    1193,
                    "HY000",
                    "Unknown system variable '" + name + "', the most similar variables are "
                            + similar.stream().map(s -> "'" + s + "'").collect(Collectors.joining(", ", "{", "}")));
        }
    }

    /** Edit distance of two names. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
