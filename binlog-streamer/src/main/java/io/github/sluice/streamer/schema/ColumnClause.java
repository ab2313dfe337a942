package io.github.sluice.streamer.schema;

import org.jspecify.annotations.Nullable;

/**
 * What one clause of an ALTER TABLE does with a column. Immutable.
 *
 * @param kind what it does
 * @param column the column as it is called before the statement; empty for ADD
 * @param newName the column as it is called after the statement; empty for DROP and DEFAULT
 * @param definition the text between name and place, without comments; empty unless ADD or CHANGE
 * @param after the column behind which it shall stand, by its name after the statement; {@link #FIRST} for the first
 *     place; null if the clause names no place
 */
public record ColumnClause(
        Kind kind,
        String column,
        String newName,
        String definition,
        @Nullable String after) {
    /** The place before all other columns. */
    static final String FIRST = "";

    /** What becomes of a column. */
    public enum Kind {
        ADD,
        DROP,
        /** CHANGE and MODIFY: another definition, perhaps another name. */
        CHANGE,
        RENAME,
        /** Another default: nothing that rows are read by, but the column must be there. */
        DEFAULT
    }
}
