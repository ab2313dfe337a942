package io.github.sluice.coordinator.source;

import org.jspecify.annotations.Nullable;

/**
 * One column as {@code information_schema.COLUMNS} describes it.
 *
 * @param columnType COLUMN_TYPE, such as {@code bigint unsigned}
 * @param charset CHARACTER_SET_NAME; null for a column that holds no text
 */
public record SourceColumn(
        String name,
        String columnType,
        boolean nullable,
        @Nullable String charset,
        String comment) {

    /** The same of another type. */
    public SourceColumn withType(String otherType, @Nullable String otherCharset) {
        return new SourceColumn(name, otherType, nullable, otherCharset, comment);
    }

    /** The same, nullable or not. */
    public SourceColumn withNullable(boolean mayBeNull) {
        return new SourceColumn(name, columnType, mayBeNull, charset, comment);
    }

    /** Everything two shards must agree on. Comments may differ. */
    public String structure() {
        return columnType + (charset == null ? "" : " " + charset) + (nullable ? " null" : " not null");
    }
}
