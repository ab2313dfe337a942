package io.github.sluice.testbed.starrocks.catalog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column type. Immutable. {@code length} is in bytes and only set for CHAR, VARCHAR and VARBINARY;
 * {@code precision} and {@code scale} only for DECIMAL; 0 elsewhere.
 */
public record StarRocksType(TypeKind kind, int length, int precision, int scale) {
    /** Longest VARCHAR and VARBINARY in bytes (10.2). */
    public static final int MAX_LENGTH = 1048576;
    /** What {@code string} and {@code text} become (10.2). */
    public static final int STRING_LENGTH = 65533;

    private static final Pattern TEXT = Pattern.compile("([a-z]+)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    public static final StarRocksType BOOLEAN = of(TypeKind.BOOLEAN);
    public static final StarRocksType TINYINT = of(TypeKind.TINYINT);
    public static final StarRocksType SMALLINT = of(TypeKind.SMALLINT);
    public static final StarRocksType INT = of(TypeKind.INT);
    public static final StarRocksType BIGINT = of(TypeKind.BIGINT);
    public static final StarRocksType LARGEINT = of(TypeKind.LARGEINT);
    public static final StarRocksType FLOAT = of(TypeKind.FLOAT);
    public static final StarRocksType DOUBLE = of(TypeKind.DOUBLE);
    public static final StarRocksType DATE = of(TypeKind.DATE);
    public static final StarRocksType DATETIME = of(TypeKind.DATETIME);
    public static final StarRocksType JSON = of(TypeKind.JSON);

    /** A type without parameters. */
    public static StarRocksType of(TypeKind kind) {
        return new StarRocksType(kind, 0, 0, 0);
    }

    /** VARCHAR of so many bytes. */
    public static StarRocksType varchar(int bytes) {
        return new StarRocksType(TypeKind.VARCHAR, bytes, 0, 0);
    }

    /** CHAR of so many bytes. */
    public static StarRocksType character(int bytes) {
        return new StarRocksType(TypeKind.CHAR, bytes, 0, 0);
    }

    /** VARBINARY of so many bytes. */
    public static StarRocksType varbinary(int bytes) {
        return new StarRocksType(TypeKind.VARBINARY, bytes, 0, 0);
    }

    /** DECIMAL(precision, scale). */
    public static StarRocksType decimal(int precision, int scale) {
        return new StarRocksType(TypeKind.DECIMAL, 0, precision, scale);
    }

    /**
     * Reads a type as a DDL statement writes it, by the rules of 10.2.
     *
     * @throws IllegalArgumentException if StarRocks (or this stand-in) does not take that text; the
     *     message is the analyzer's where there is one
     */
    public static StarRocksType parse(String text) {
        Matcher m = TEXT.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException("No viable statement for input '" + text + "'.");
        }
        Integer first = m.group(2) == null ? null : Integer.valueOf(m.group(2));
        Integer second = m.group(3) == null ? null : Integer.valueOf(m.group(3));
        return TypeText.build(m.group(1), first, second);
    }

    /** Whether a primary key may hold this type (10.3, rule 2). */
    public boolean allowedAsPrimaryKey() {
        return switch (kind) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, LARGEINT, VARCHAR, DATE, DATETIME -> true;
            default -> false;
        };
    }

    /** Digits that the storage of a DECIMAL holds whatever its precision says: 9, 18 or 38 (7.4). */
    public int storageDigits() {
        if (kind != TypeKind.DECIMAL) {
            throw new IllegalStateException(this + " is not a decimal");
        }
        return precision <= 9 ? 9 : precision <= 18 ? 18 : 38;
    }

    /** {@code DECIMAL32}, {@code DECIMAL64} or {@code DECIMAL128}: the name in messages and {@code _schema}. */
    public String decimalStorageName() {
        return storageDigits() == 9 ? "DECIMAL32" : storageDigits() == 18 ? "DECIMAL64" : "DECIMAL128";
    }

    /** The form of SHOW CREATE TABLE and DESC (10.6): {@code bigint(20)}, {@code decimal(11, 2)}, {@code varchar(65533)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case TINYINT -> "tinyint(4)";
            case SMALLINT -> "smallint(6)";
            case INT -> "int(11)";
            case BIGINT -> "bigint(20)";
            case LARGEINT -> "largeint(40)";
            case DECIMAL -> "decimal(" + precision + ", " + scale + ")";
            case CHAR -> "char(" + length + ")";
            case VARCHAR -> "varchar(" + length + ")";
            case VARBINARY -> length == MAX_LENGTH ? "varbinary" : "varbinary(" + length + ")";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
