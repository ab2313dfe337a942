package io.github.sluice.coordinator.plan;

import io.github.sluice.wire.type.MySqlType;

/** Why a column has the StarRocks type that it has. The words are in the messages, as {@code explain.why.NAME}. */
public enum TypeReason {
    /** It names the shard and is in no table of MySQL. */
    SHARD,
    /** The signed integer of the same width. */
    INTEGER,
    /** The next wider integer, for the largest unsigned value. */
    UNSIGNED,
    /** A whole decimal as a key. */
    DECIMAL_KEY_INTEGER,
    /** A decimal with a fraction as a key, or one of more than 38 digits. */
    DECIMAL_TEXT,
    DECIMAL,
    /** FLOAT and DOUBLE. */
    DOUBLE,
    YEAR,
    BIT_BOOLEAN,
    BIT_INTEGER,
    DATE,
    DATETIME,
    TIME,
    JSON,
    BINARY,
    /** CHAR and VARCHAR: characters become bytes. */
    CHARACTERS,
    /** TINYTEXT and TEXT: bytes in their own character set. */
    TEXT,
    /** MEDIUMTEXT, LONGTEXT and what is longer than StarRocks' longest VARCHAR. */
    LONGEST_TEXT,
    ENUM,
    SET;

    /** The reason for a planned column. */
    public static TypeReason of(ColumnSpec column) {
        if (column.origin() != ColumnSpec.Origin.COLUMN) {
            return SHARD;
        }
        MySqlType type = column.type();
        return switch (type.baseName()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> type.unsigned() ? UNSIGNED : INTEGER;
            case "decimal" -> decimal(column.targetType());
            case "float", "double" -> DOUBLE;
            case "year" -> YEAR;
            case "bit" -> type.length() == 1 ? BIT_BOOLEAN : BIT_INTEGER;
            case "date" -> DATE;
            case "datetime", "timestamp" -> DATETIME;
            case "time" -> TIME;
            case "json" -> JSON;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> BINARY;
            case "enum" -> ENUM;
            case "set" -> SET;
            default -> text(column, type);
        };
    }

    private static TypeReason decimal(String targetType) {
        if (targetType.startsWith("varchar")) {
            return DECIMAL_TEXT;
        }
        return targetType.startsWith("decimal") ? DECIMAL : DECIMAL_KEY_INTEGER;
    }

    private static TypeReason text(ColumnSpec column, MySqlType type) {
        if (column.targetType().equals("varchar(" + TargetTypes.LONGEST + ")")) {
            return LONGEST_TEXT;
        }
        return type.baseName().endsWith("char") ? CHARACTERS : TEXT;
    }
}
