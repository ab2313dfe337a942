package io.github.sluice.testbed.starrocks.catalog;

/** The column types that the stand-in stores (10.2). The number is the fixed width in bytes (8.2), 0 where it varies. */
public enum TypeKind {
    BOOLEAN(1),
    TINYINT(1),
    SMALLINT(2),
    INT(4),
    BIGINT(8),
    LARGEINT(16),
    FLOAT(4),
    DOUBLE(8),
    DECIMAL(0),
    CHAR(0),
    VARCHAR(0),
    DATE(4),
    DATETIME(8),
    JSON(0),
    VARBINARY(0);

    private final int width;

    TypeKind(int width) {
        this.width = width;
    }

    /** Bytes of a key part of this type, 0 for those whose width depends on the value. */
    public int width() {
        return width;
    }

    /** TINYINT to BIGINT: integers that fit a Java long. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    /** CHAR and VARCHAR. */
    public boolean isText() {
        return this == CHAR || this == VARCHAR;
    }

    /** DATE and DATETIME. */
    public boolean isTemporal() {
        return this == DATE || this == DATETIME;
    }

    /** Every type that holds a number (not BOOLEAN). */
    public boolean isNumeric() {
        return isInteger() || this == LARGEINT || this == FLOAT || this == DOUBLE || this == DECIMAL;
    }
}
