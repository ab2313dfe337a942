package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the backing MySQL's text of a value into StarRocks' (9.6). */
final class CellText {
    private static final byte[] NO_FRACTION = ".000000".getBytes(StandardCharsets.US_ASCII);

    private CellText() {}

    /** The text on the wire of a value that is not NULL. */
    static byte[] of(StarRocksType type, byte[] text) {
        if (type.kind() == TypeKind.DATETIME) {
            int fraction = text.length - NO_FRACTION.length;
            boolean whole =
                    fraction > 0 && Arrays.equals(text, fraction, text.length, NO_FRACTION, 0, NO_FRACTION.length);
            return whole ? Arrays.copyOf(text, fraction) : text;
        }
        if (type.kind() == TypeKind.FLOAT) {
            return shortest(Float.parseFloat(new String(text, StandardCharsets.US_ASCII)))
                    .getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }

    /** The shortest decimal text that reads back as the same float (Java 17's own is not always the shortest). */
    static String shortest(float value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits <= 9; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.floatValue() == value) {
                BigDecimal stripped = rounded.stripTrailingZeros();
                int magnitude = stripped.precision() - stripped.scale();
                return magnitude > 15 || magnitude < -4 ? exponent(stripped) : stripped.toPlainString();
            }
        }
        throw new IllegalStateException("nine digits tell every float");
    }

    private static String exponent(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - value.scale();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value.signum() < 0 ? "-" : "") + mantissa + "e" + exponent;
    }
}
