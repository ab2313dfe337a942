package io.github.sluice.coordinator.plan;

import io.github.sluice.wire.type.MySqlType;
import java.util.List;

/**
 * One column on its way: how MySQL has it, how the wire and StarRocks have it.
 *
 * @param origin a column of the source, or one that names the shard
 * @param source name in MySQL; empty for a shard column
 * @param name name on the wire and in StarRocks
 * @param mySqlType COLUMN_TYPE text of what is selected
 * @param targetType StarRocks type
 * @param nullable in StarRocks
 * @param expression SQL that is selected in place of the column, for a mask; empty for the column itself
 */
public record ColumnSpec(
        Origin origin,
        String source,
        String name,
        String mySqlType,
        String targetType,
        boolean nullable,
        String comment,
        String expression) {
    /** A column without a mask. */
    public ColumnSpec(
            Origin origin,
            String source,
            String name,
            String mySqlType,
            String targetType,
            boolean nullable,
            String comment) {
        this(origin, source, name, mySqlType, targetType, nullable, comment, "");
    }

    /** Where the value comes from. */
    public enum Origin {
        COLUMN,
        SHARD_SOURCE,
        SHARD_DATABASE,
        SHARD_TABLE
    }

    /** Name of the column that holds the name of a shard's MySQL. */
    public static final String SOURCE_NAME = "source_name";

    /** Name of the column that holds a shard's database. */
    public static final String DB_NAME = "db_name";

    /** Name of the column that holds a shard's table. */
    public static final String TABLE_NAME = "table_name";

    /** The columns that tell shards apart, in the order in which they stand in a key. */
    static final List<String> SHARD_NAMES = List.of(SOURCE_NAME, DB_NAME, TABLE_NAME);

    /** The MySQL type, parsed. */
    public MySqlType type() {
        return MySqlType.parse(mySqlType);
    }
}
