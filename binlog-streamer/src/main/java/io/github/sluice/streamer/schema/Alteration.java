package io.github.sluice.streamer.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ALTER TABLE does with columns, key and character set. Immutable.
 *
 * @param columns clauses about columns, in the order of the statement
 * @param primaryKey the columns of a new primary key, by their names after the statement; empty for DROP PRIMARY KEY alone;
 *     null if the statement has neither
 * @param charset the new default character set; null if the statement sets none
 * @param converts whether the columns that are there take {@code charset} on too (CONVERT TO)
 * @param unknown a clause that is not known, so that nothing is known of the table; empty if there is none. Words only, no
 *     literals
 */
public record Alteration(
        List<ColumnClause> columns,
        @Nullable List<String> primaryKey,
        @Nullable String charset,
        boolean converts,
        String unknown) {
    /** Changes nothing: for all other statements. */
    static final Alteration NONE = new Alteration(List.of(), null, null, false, "");
}
