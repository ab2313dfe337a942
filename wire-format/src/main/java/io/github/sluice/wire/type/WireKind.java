package io.github.sluice.wire.type;

/** What a column's values are on the wire. The wire holds only String, Long, Double, Boolean and null. */
public enum WireKind {
    /** JSON number of at most 63 bits and a sign; {@link Long} in Java. */
    INTEGER,
    /** Decimal digits in a JSON string: BIGINT UNSIGNED and BIT(64) do not fit a signed 64-bit number. */
    LARGE_INTEGER,
    /** JSON string, plain notation, exactly as many fraction digits as the column's scale. */
    DECIMAL,
    /** JSON number; {@link Double} in Java. NaN and infinities do not exist in MySQL and are refused. */
    DOUBLE,
    /** JSON string {@code YYYY-MM-DD}. */
    DATE,
    /** JSON string {@code YYYY-MM-DD HH:MM:SS[.ffffff]}; the fraction only if it is not zero. */
    DATETIME,
    /** JSON string {@code [-]HH:MM:SS[.ffffff]}, hours up to 838; the fraction only if it is not zero. */
    TIME,
    /** JSON string. */
    TEXT,
    /** JSON string in Base64 (RFC 4648 section 4, padded). */
    BINARY,
    /** JSON string that holds JSON text. */
    JSON
}
