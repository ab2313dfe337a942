package io.github.sluice.testbed.starrocks.catalog;

import org.jspecify.annotations.Nullable;

/** Builds a type from its name and its numbers, with the verdicts of the table in 10.2. */
public final class TypeText {
    private TypeText() {}

    /** Thrown for what the grammar refuses, as opposed to the analyzer. */
    public static final class NotATypeException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NotATypeException(String message) {
            super(message);
        }
    }

    /**
     * The type.
     *
     * @param name lower case
     * @param first the first number in parentheses, null without
     * @param second the second number in parentheses, null without
     * @throws NotATypeException if the grammar knows no such type
     * @throws IllegalArgumentException if the analyzer refuses the numbers; the message is its own
     */
    public static StarRocksType build(String name, @Nullable Integer first, @Nullable Integer second) {
        switch (name) {
            case "tinyint", "smallint", "int", "integer", "bigint", "largeint" -> {
                noSecond(name, second);
                return switch (name) {
                    case "tinyint" -> StarRocksType.TINYINT;
                    case "smallint" -> StarRocksType.SMALLINT;
                    case "bigint" -> StarRocksType.BIGINT;
                    case "largeint" -> StarRocksType.LARGEINT;
                    default -> StarRocksType.INT;
                };
            }
            case "boolean", "float", "double", "date", "datetime", "json", "string", "text" -> {
                if (first != null) {
                    throw new NotATypeException("Unexpected input '(', " + name + " takes no length");
                }
                return switch (name) {
                    case "boolean" -> StarRocksType.BOOLEAN;
                    case "float" -> StarRocksType.FLOAT;
                    case "double" -> StarRocksType.DOUBLE;
                    case "date" -> StarRocksType.DATE;
                    case "datetime" -> StarRocksType.DATETIME;
                    case "json" -> StarRocksType.JSON;
                    default -> StarRocksType.varchar(StarRocksType.STRING_LENGTH);
                };
            }
            case "decimal", "numeric", "number" -> {
                return decimal(first, second);
            }
            case "char" -> {
                noSecond(name, second);
                int n = first == null ? 1 : first;
                if (n > 255) {
                    throw new IllegalArgumentException("Char size must be <= 255: " + n);
                }
                return StarRocksType.character(atLeastOne("Char", n));
            }
            case "varchar" -> {
                noSecond(name, second);
                int n = first == null ? 1 : first;
                if (n > StarRocksType.MAX_LENGTH) {
                    throw new IllegalArgumentException("Varchar size must be <= 1048576: " + n);
                }
                return StarRocksType.varchar(atLeastOne("Varchar", n));
            }
            case "varbinary", "binary" -> {
                noSecond(name, second);
                int n = first == null ? StarRocksType.MAX_LENGTH : first;
                if (n > StarRocksType.MAX_LENGTH) {
                    throw new IllegalArgumentException("VARBINARY size must be <= 1048576: " + n);
                }
                return StarRocksType.varbinary(atLeastOne("Varbinary", n));
            }
            default -> throw new NotATypeException("Unexpected input '" + name + "'");
        }
    }

    private static StarRocksType decimal(@Nullable Integer precision, @Nullable Integer scale) {
        int p = precision == null ? 10 : precision;
        int s = scale == null ? 0 : scale;
        if (p < 1 || p > 38) {
            throw new IllegalArgumentException("DECIMAL's precision should range from 1 to 38");
        }
        if (s > p) {
            throw new IllegalArgumentException("DECIMAL's scale should range from 0 to " + p);
        }
        return StarRocksType.decimal(p, s);
    }

    private static int atLeastOne(String what, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(what + " size must be > 0: " + n);
        }
        return n;
    }

    private static void noSecond(String name, @Nullable Integer second) {
        if (second != null) {
            throw new NotATypeException("Unexpected input ',', " + name + " takes one length");
        }
    }
}
