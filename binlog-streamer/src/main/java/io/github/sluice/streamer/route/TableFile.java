package io.github.sluice.streamer.route;

import io.github.sluice.wire.key.RecordKeys;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One table file: a logical table, the physical tables that belong to it, its topic, and the way from source columns to
 * wire columns. Read and checked by {@link TableFileReader}. Immutable.
 *
 * @param path where it was read from
 * @param digest SHA-256 of its bytes, lower-case hexadecimal
 * @param key names the table in positions; with {@code complete_regex} it is the one physical table, {@code db.table}
 * @param regex matches whole {@code db.table} names; null with {@code complete_regex}
 * @param columnMapping source column to wire column, in wire order; without the columns that are dropped
 * @param ignoreColumns source columns that are dropped on purpose
 * @param source the only source that this file is for, or null for every one
 * @param sourceColumn wire column that holds the source's name, or null
 * @param databaseColumn wire column that holds the physical table's database, or null
 * @param tableColumn wire column that holds the physical table's name, or null
 * @param keyColumns wire columns of the key in key order; empty for constants and primary key
 * @param types COLUMN_TYPE by source column as it was planned; empty if it was not
 * @param include whole-name expressions of which one must match, if there are any
 * @param exclude whole-name expressions of which none may match
 * @param cascadesAccepted whether changes by foreign-key cascades, which are in no binlog before 9.6, may be missed
 */
public record TableFile(
        Path path,
        String digest,
        String key,
        String topic,
        @Nullable Pattern regex,
        Map<String, String> columnMapping,
        List<String> ignoreColumns,
        @Nullable String source,
        @Nullable String sourceColumn,
        @Nullable String databaseColumn,
        @Nullable String tableColumn,
        List<String> keyColumns,
        Map<String, String> types,
        List<Pattern> include,
        List<Pattern> exclude,
        Deletes deletes,
        boolean cascadesAccepted,
        RecordKeys.Mode keyMode) {

    public TableFile {
        columnMapping = Collections.unmodifiableMap(new LinkedHashMap<>(columnMapping));
        ignoreColumns = List.copyOf(ignoreColumns);
        keyColumns = List.copyOf(keyColumns);
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** What happens to a DELETE. */
    public enum Deletes {
        /** It is sent with {@code __op} 1. */
        APPLY,
        /** It is counted and not sent; the row stays in the target. */
        IGNORE
    }

    /** Whether the file names one physical table, and so wins over every expression. */
    public boolean exact() {
        return regex == null;
    }

    /** Whether the file is for a source. */
    public boolean isFor(String sourceName) {
        return source == null || source.equals(sourceName);
    }

    /** Whether a physical table belongs to this logical one. */
    public boolean matches(String databaseAndTable) {
        Pattern expression = regex;
        boolean named = expression == null
                ? key.equals(databaseAndTable)
                : expression.matcher(databaseAndTable).matches();
        return named
                && (include.isEmpty() || anyMatches(include, databaseAndTable))
                && !anyMatches(exclude, databaseAndTable);
    }

    private static boolean anyMatches(List<Pattern> expressions, String name) {
        for (Pattern expression : expressions) {
            if (expression.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    /** The file's name, as messages show it. */
    public String fileName() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public String toString() {
        return key + " (" + fileName() + ")";
    }
}
