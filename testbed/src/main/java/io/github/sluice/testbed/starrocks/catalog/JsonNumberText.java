package io.github.sluice.testbed.starrocks.catalog;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How StarRocks prints a double inside JSON: the shortest digits that read back as the same number; without
 * a fraction if it has none ({@code 1.0} is {@code 1}, {@code -0.0} is {@code -0}), with up to six zeros after
 * the digits or after the point, else with an exponent that always has a sign ({@code 3.2767999999999996e+4}).
 * Source: the results that StarRocks records for its test of casts from JSON doubles.
 */
final class JsonNumberText {
    private static final int ZEROS = 7;
    private static final int PLAIN_EXPONENT = 4;

    private JsonNumberText() {}

    static String of(double value) {
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int power = -shortest.scale();
        int exponent = power + digits.length() - 1;
        if (power >= 0 && exponent < digits.length() + ZEROS) {
            return sign + digits + "0".repeat(power);
        }
        if (power < 0 && (power > -ZEROS || Math.abs(exponent) < PLAIN_EXPONENT)) {
            int point = digits.length() + power;
            return sign
                    + (point <= 0
                            ? "0." + "0".repeat(-point) + digits
                            : digits.substring(0, point) + "." + digits.substring(point));
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    /** Java 17's Double.toString is correct but not always the shortest. */
    private static BigDecimal shortest(double value) {
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        while (best.precision() > 1) {
            BigDecimal shorter = new BigDecimal(value)
                    .round(new MathContext(best.precision() - 1))
                    .stripTrailingZeros();
            if (shorter.doubleValue() != value) {
                return best;
            }
            best = shorter;
        }
        return best;
    }
}
