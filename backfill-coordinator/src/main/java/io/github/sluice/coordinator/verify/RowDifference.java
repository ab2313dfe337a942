package io.github.sluice.coordinator.verify;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One row that is not the same in both places. It names the primary key, so it is shown to the operator and travels
 * sealed, but is written to no log and no journal.
 *
 * @param key key columns as {@code name=value}, in key order
 * @param columns names of the columns that differ; empty unless CHANGED
 */
public record RowDifference(Kind kind, List<String> key, List<String> columns) {
    public RowDifference {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** How the second place differs from the first. */
    public enum Kind {
        MISSING,
        EXTRA,
        CHANGED,
        /** The second place holds the key more often than the first. */
        REPEATED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** {@code missing (id=7)} or {@code changed (id=7): amount, note}. */
    @Override
    public String toString() {
        return kind.word()
                + key.stream().collect(Collectors.joining(", ", " (", ")"))
                + (columns.isEmpty() ? "" : ": " + String.join(", ", columns));
    }
}
