package io.github.sluice.coordinator.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the current state, as the entries say it must be or as it stands there.
 *
 * @param table its SQL table
 * @param key its primary key, without the run
 * @param columns the others as texts, in their order
 * @param seq of the newest entry that tells of it; 0 if none does
 */
record StateRow(String table, List<String> key, Map<String, String> columns, long seq) {
    private static final int SHOWN_CHARACTERS = 200;

    /** Which row it is. */
    record Place(String table, List<String> key) {
        String row() {
            return String.join(" ", key);
        }
    }

    Place place() {
        return new Place(table, key);
    }

    /** Columns by pairs of name and value; long texts by their hash, so that a chain of any length needs little memory. */
    static Map<String, String> columns(@Nullable String... pairs) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String value = pairs[i + 1];
            columns.put(
                    String.valueOf(pairs[i]),
                    value == null
                            ? "NULL"
                            : value.length() <= SHOWN_CHARACTERS
                                    ? value
                                    : "SHA-256 " + JournalEntry.sha256(List.of(value)));
        }
        return columns;
    }
}
