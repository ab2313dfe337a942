package io.github.sluice.testbed.starrocks.convert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads DECIMAL text as a StarRocks backend does: exactly, rounded half away from zero to the column's scale, and
 * limited by the digits that the <em>storage</em> type holds (9, 18, 38 or 76), not by the declared precision. The
 * accepted texts are in {@code starrocks/vectors/decimal.tsv} of the test resources.
 */
public final class DecimalText {
    /** No exponent beyond this changes an answer, and a larger one would make a number of that many digits. */
    private static final int MAX_EXPONENT_DIGITS = 6;

    private DecimalText() {}

    /** The value at the given scale; null when the text is no number or does not fit the storage type. */
    public static @Nullable BigDecimal parse(String text, int precision, int scale) {
        String trimmed = text.strip();
        if (!isNumber(trimmed)) {
            return null;
        }
        BigDecimal exact = new BigDecimal(trimmed);
        int limit = storageDigits(precision);
        if (exact.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        long integerDigits = (long) exact.precision() - exact.scale();
        if (integerDigits > limit - scale) {
            return null;
        }
        if (integerDigits < -(long) scale - 1) {
            return BigDecimal.ZERO.setScale(scale);
        }
        BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
        return rounded.precision() > limit ? null : rounded;
    }

    /** True when the value has more digits than DECIMAL(precision, its scale) declares. */
    public static boolean exceeds(BigDecimal value, int precision) {
        return value.signum() != 0 && value.precision() > precision;
    }

    /** Digits held by the type that stores DECIMAL(precision, s): DECIMAL32, 64, 128 or 256. */
    public static int storageDigits(int precision) {
        if (precision <= 9) {
            return 9;
        }
        if (precision <= 18) {
            return 18;
        }
        return precision <= 38 ? 38 : 76;
    }

    /** True for sign, digits with at most one point, and an exponent of up to six digits. */
    static boolean isNumber(String text) {
        int at = 0;
        int end = text.length();
        if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        int digits = 0;
        boolean point = false;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return false;
        }
        return at == end || isExponent(text.substring(at));
    }

    private static boolean isExponent(String text) {
        return text.length() <= MAX_EXPONENT_DIGITS + 2 && text.matches("[eE][+-]?[0-9]+");
    }
}
