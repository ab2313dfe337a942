package io.github.sluice.streamer.value;

import io.github.sluice.wire.row.Doubles;
import java.math.BigDecimal;

/**
 * A double as MySQL prints it inside JSON and WKT: the fewest digits that read back as the same number, in plain notation
 * up to 15 digits either side of the point, else {@code d.ddde-dd} ({@code strings/dtoa.cc}, {@code my_gcvt}).
 */
final class DoubleText {
    /** {@code MAX_DECPT_FOR_F_FORMAT}. */
    private static final int PLAIN_LIMIT = 15;

    private DoubleText() {}

    static void append(double value, StringBuilder out) {
        if (value == 0) {
            out.append(1 / value < 0 ? "-0" : "0");
            return;
        }
        BigDecimal shortest = new BigDecimal(Doubles.text(Math.abs(value))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale(); // digits before the point
        if (value < 0) {
            out.append('-');
        }
        if (point < -PLAIN_LIMIT + 1 || point > PLAIN_LIMIT) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(point - 1);
        } else if (point <= 0) {
            out.append("0.").append("0".repeat(-point)).append(digits);
        } else if (digits.length() <= point) {
            out.append(digits).append("0".repeat(point - digits.length()));
        } else {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
    }
}
