package io.github.sluice.coordinator.plan;

import io.github.sluice.wire.type.MySqlType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * MySQL types to StarRocks types without loss: the column "ours" of the type page. Key columns are limited to the types
 * that a StarRocks primary key may have.
 */
final class TargetTypes {
    /** StarRocks' longest VARCHAR, in bytes. */
    static final int LONGEST = 1_048_576;

    private TargetTypes() {}

    /**
     * The StarRocks type of a column.
     *
     * @param charset MySQL character set; null for types without one
     * @throws IllegalArgumentException if a key column's type cannot be a StarRocks key
     */
    static String of(MySqlType type, @Nullable String charset, boolean key) {
        return switch (type.baseName()) {
            case "tinyint" -> type.unsigned() ? "smallint" : "tinyint";
            case "smallint" -> type.unsigned() ? "int" : "smallint";
            case "mediumint" -> "int";
            case "int" -> type.unsigned() ? "bigint" : "int";
            case "bigint" -> type.unsigned() ? "largeint" : "bigint";
            case "year" -> "smallint";
            case "bit" -> type.length() == 1 ? "boolean" : type.length() < 64 ? "bigint" : "largeint";
            case "decimal" -> decimal(type, key);
            case "float", "double" -> key ? refuse(type) : "double";
            case "date" -> "date";
            case "datetime", "timestamp" -> "datetime";
            // -838:59:59.999999
            case "time" -> "varchar(17)";
            case "json" -> key ? refuse(type) : "json";
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                key ? refuse(type) : "varbinary";
            default -> "varchar(" + textBytes(type, charset) + ")";
        };
    }

    private static String decimal(MySqlType type, boolean key) {
        if (key && type.scale() == 0 && type.precision() <= 38) {
            return type.precision() <= 18 ? "bigint" : "largeint";
        }
        if (key || type.precision() > 38) {
            // sign, point, and the zero before the point when all digits stand behind it
            return "varchar(" + (type.precision() + 3) + ")";
        }
        return "decimal(" + type.precision() + "," + type.scale() + ")";
    }

    private static String refuse(MySqlType type) {
        throw new IllegalArgumentException(
                "type " + type.columnType() + " cannot be a key column of a StarRocks primary-key table");
    }

    /** The most bytes a value of a text column has in UTF-8. */
    static int textBytes(MySqlType type, @Nullable String charset) {
        int width = bytesPerCharacter(charset);
        boolean unicode = charset == null || charset.startsWith("utf8");
        long bytes =
                switch (type.baseName()) {
                    case "char", "varchar" -> (long) type.length() * width;
                    // these are limited in bytes of their own character set
                    case "tinytext" -> unicode ? 255 : 255L * width;
                    case "text" -> unicode ? 65_535 : 65_535L * width;
                    case "enum" ->
                        type.members().stream()
                                .mapToLong(TargetTypes::utf8Length)
                                .max()
                                .orElse(1);
                    case "set" ->
                        type.members().stream()
                                        .mapToLong(TargetTypes::utf8Length)
                                        .sum()
                                + Math.max(0, type.members().size() - 1);
                    default -> LONGEST;
                };
        return (int) Math.max(1, Math.min(bytes, LONGEST));
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The most bytes of UTF-8 that one character of a MySQL character set needs. */
    static int bytesPerCharacter(@Nullable String charset) {
        if (charset == null) {
            return 4;
        }
        return switch (charset) {
            case "ascii" -> 1;
            case "utf8", "utf8mb3", "ucs2", "gbk", "gb2312", "big5", "sjis", "cp932", "ujis", "eucjpms", "euckr" -> 3;
            case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030" -> 4;
            // the single-byte sets, whose letters and signs (€ in latin1) lie within the basic plane
            default -> 3;
        };
    }

    /**
     * Bytes that a key column adds to StarRocks' encoded key, at most.
     *
     * @param longest bytes of the longest text value; for other types any number
     * @param last whether it is the last key column: text in front of another column gets a terminator of two bytes
     */
    static long encodedBytes(String targetType, long longest, boolean last) {
        int bracket = targetType.indexOf('(');
        return switch (bracket < 0 ? targetType : targetType.substring(0, bracket)) {
            case "boolean", "tinyint" -> 1;
            case "smallint" -> 2;
            case "int", "date" -> 4;
            case "bigint", "datetime" -> 8;
            case "largeint" -> 16;
            default -> last ? longest : longest + 2;
        };
    }
}
