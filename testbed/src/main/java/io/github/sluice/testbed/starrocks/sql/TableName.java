package io.github.sluice.testbed.starrocks.sql;

import org.jspecify.annotations.Nullable;

/** A table as a statement names it; {@code database} is null without a qualifier. */
public record TableName(@Nullable String database, String name) {
    /** Reads {@code [db.]name}. */
    public static TableName parse(TokenCursor cursor) {
        String first = cursor.identifier();
        if (cursor.acceptSymbol(".")) {
            return new TableName(first, cursor.identifier());
        }
        return new TableName(null, first);
    }

    /** The database meant in a session that uses {@code current}. */
    public String databaseOr(@Nullable String current) {
        if (database != null) {
            return database;
        }
        if (current == null) {
            throw SqlError.noDatabase();
        }
        return current;
    }
}
