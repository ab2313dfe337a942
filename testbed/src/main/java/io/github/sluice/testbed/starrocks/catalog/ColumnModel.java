package io.github.sluice.testbed.starrocks.catalog;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table. Immutable.
 *
 * @param id number that never changes while the table lives; the backing column is named after it
 * @param name as written; compared without case
 * @param key part of the key (primary or duplicate)
 * @param comment empty if there is none
 */
public record ColumnModel(
        int id,
        String name,
        StarRocksType type,
        boolean nullable,
        DefaultValue defaultValue,
        boolean autoIncrement,
        boolean key,
        String comment) {

    /** A nullable column without default or comment: enough for tests. */
    public static ColumnModel of(int id, String name, StarRocksType type) {
        return new ColumnModel(id, name, type, true, DefaultValue.NONE, false, false, "");
    }

    /** Name in the backing table: names of 1,024 characters, of any characters, are legal in StarRocks, not in MySQL. */
    String backingName() {
        return "c" + id;
    }

    /** Whether a load that does not list this column can fill it (6.1, rule 2). */
    public boolean hasDefault() {
        return nullable || autoIncrement || defaultValue.kind() != DefaultValue.Kind.NONE;
    }

    /**
     * The value that a row gets when the column is not listed.
     *
     * @param now what CURRENT_TIMESTAMP means, in the cluster's time zone
     * @return a value of {@link Values}'s class for the type, or null
     * @throws IllegalStateException if {@link #hasDefault()} is false, or the value is an AUTO_INCREMENT
     *     ({@link TableStore#nextAutoIncrement} gives those)
     */
    public @Nullable Object defaultFor(LocalDateTime now) {
        if (autoIncrement) {
            throw new IllegalStateException("AUTO_INCREMENT column " + name + " has no constant default");
        }
        return switch (defaultValue.kind()) {
            case NULL -> null;
            case NONE -> {
                if (!nullable) {
                    throw new IllegalStateException("Column has no default value. column: " + name);
                }
                yield null;
            }
            case LITERAL -> Values.parse(type, String.valueOf(defaultValue.literal()));
            case CURRENT_TIMESTAMP -> now;
        };
    }

    ColumnModel withKey(boolean isKey) {
        return new ColumnModel(id, name, type, nullable, defaultValue, autoIncrement, isKey, comment);
    }
}
