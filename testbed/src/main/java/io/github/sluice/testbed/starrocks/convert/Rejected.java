package io.github.sluice.testbed.starrocks.convert;

/**
 * Stands in a row's slot for a value that could not be converted. In strict mode the row is filtered; otherwise the
 * value becomes NULL, unless {@code always} is set.
 *
 * @param reason the sentence of the error log
 * @param always the row is filtered in either mode
 * @param whileReading found while the source row was read: the error log then shows the row's source text
 */
public record Rejected(String reason, boolean always, boolean whileReading) {
    static Rejected reading(String reason) {
        return new Rejected(reason, false, true);
    }

    static Rejected casting(String reason) {
        return new Rejected(reason, false, false);
    }

    /** The usual sentence for a value that has no place in the column's type. */
    public static Rejected outOfRange(String value, String column, String type) {
        return casting("Value '" + value + "' is out of range. The type of '" + column + "' is " + type);
    }

    /** Text longer than the column where no conversion could make it NULL: the row is filtered in either mode. */
    public static Rejected tooLong(String value, int bytes, String column, int limit) {
        String shown = value.length() > 100 ? value.substring(0, 100) + "..." : value;
        return new Rejected(
                "String '" + shown + "'(length=" + bytes + ") is too long. The max length of '" + column + "' is "
                        + limit,
                true,
                false);
    }

    /** A decimal that fits its storage but not its declared precision. */
    public static Rejected decimalOutOfRange(String value, String column, String type) {
        return new Rejected(
                "Decimal '" + value + "' is out of range. The type of '" + column + "' is " + type, true, false);
    }
}
