package io.github.sluice.coordinator.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One column as {@code information_schema.COLUMNS} describes it.
 *
 * @param columnType COLUMN_TYPE, such as {@code bigint unsigned}
 * @param charset CHARACTER_SET_NAME; null for a column that holds no text
 * @param generation whether MySQL computes its values; they are read, and stand in the binlog, like any others
 * @param invisible whether {@code SELECT *} leaves it out, which a SELECT of its name does not
 */
public record SourceColumn(
        String name,
        String columnType,
        boolean nullable,
        @Nullable String charset,
        String comment,
        Generation generation,
        boolean invisible) {
    /** How a generated column is kept. */
    public enum Generation {
        /** Not generated. */
        NONE,
        /** Computed when it is read. */
        VIRTUAL,
        STORED
    }

    /** MariaDB's types that MySQL does not have, as the text that a SELECT gives of them: the longest that there is. */
    private static final Map<String, String> TEXTS_OF_MARIADB =
            Map.of("uuid", "char(36)", "inet4", "varchar(15)", "inet6", "varchar(45)");

    /** A column as MySQL or MariaDB describes it. */
    static SourceColumn described(
            String name, String columnType, boolean nullable, @Nullable String charset, String comment, String extra) {
        String text = TEXTS_OF_MARIADB.get(columnType.toLowerCase(Locale.ROOT));
        return new SourceColumn(
                        name, text == null ? columnType : text, nullable, text == null ? charset : "ascii", comment)
                .withExtra(extra);
    }

    /** A column like most. */
    public SourceColumn(String name, String columnType, boolean nullable, @Nullable String charset, String comment) {
        this(name, columnType, nullable, charset, comment, Generation.NONE, false);
    }

    /**
     * The same with what EXTRA says.
     *
     * @param extra EXTRA of MySQL 5.7 to 9 ({@code VIRTUAL GENERATED}, {@code STORED GENERATED}, {@code INVISIBLE}) or
     *     MariaDB (also {@code VIRTUAL} and {@code PERSISTENT} alone); {@code DEFAULT_GENERATED} is about defaults only
     */
    SourceColumn withExtra(String extra) {
        List<String> words = List.of(extra.toUpperCase(Locale.ROOT).split("[\\s,]+"));
        Generation found = Generation.NONE;
        if (words.contains("VIRTUAL")) {
            found = Generation.VIRTUAL;
        } else if (words.contains("STORED") || words.contains("PERSISTENT")) {
            found = Generation.STORED;
        }
        return new SourceColumn(name, columnType, nullable, charset, comment, found, words.contains("INVISIBLE"));
    }

    /** The same of another type. */
    public SourceColumn withType(String otherType, @Nullable String otherCharset) {
        return new SourceColumn(name, otherType, nullable, otherCharset, comment, generation, invisible);
    }

    /** The same, nullable or not. */
    public SourceColumn withNullable(boolean mayBeNull) {
        return new SourceColumn(name, columnType, mayBeNull, charset, comment, generation, invisible);
    }

    /** Everything two shards must agree on. Comments may differ, and how a value comes about. */
    public String structure() {
        return columnType + (charset == null ? "" : " " + charset) + (nullable ? " null" : " not null");
    }
}
