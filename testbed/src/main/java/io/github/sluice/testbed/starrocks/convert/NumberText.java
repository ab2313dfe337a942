package io.github.sluice.testbed.starrocks.convert;

import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.catalog.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Integers and floating-point numbers out of text, as a StarRocks backend reads them. */
public final class NumberText {
    private static final int MAX_LARGEINT_BITS = 127;

    private NumberText() {}

    /**
     * The integer that a text holds: digits with a sign, or a number with fraction or exponent, which is cut towards
     * zero. Null when the text is no number or the result leaves the type's range.
     *
     * @param kind an integer kind or LARGEINT
     * @return Long for integer kinds, BigInteger for LARGEINT
     */
    public static @Nullable Object integer(String text, TypeKind kind) {
        String trimmed = text.strip();
        if (isInteger(trimmed)) {
            return ranged(new BigInteger(trimmed), kind);
        }
        Double number = number(trimmed);
        return number == null || !Double.isFinite(number) ? null : truncated(number, kind);
    }

    /** A double cut towards zero; null outside the type's range. */
    public static @Nullable Object truncated(double number, TypeKind kind) {
        return Double.isFinite(number) ? ranged(new BigDecimal(number).toBigInteger(), kind) : null;
    }

    /** The value as Long (integer kinds) or BigInteger (LARGEINT); null outside the type's range. */
    public static @Nullable Object ranged(BigInteger value, TypeKind kind) {
        if (kind == TypeKind.LARGEINT) {
            return value.bitLength() <= MAX_LARGEINT_BITS ? value : null;
        }
        return value.bitLength() <= 63 ? ranged(value.longValue(), kind) : null;
    }

    /** The value as Long (integer kinds) or BigInteger (LARGEINT); null outside the type's range. */
    public static @Nullable Object ranged(long value, TypeKind kind) {
        if (kind == TypeKind.LARGEINT) {
            return BigInteger.valueOf(value);
        }
        return value >= Values.min(kind) && value <= Values.max(kind) ? value : null;
    }

    /**
     * FLOAT or DOUBLE; null when the text is no number or the number is too large for the type.
     *
     * @throws UnstorableValueException for NaN and infinity, which StarRocks keeps and MySQL cannot
     */
    public static @Nullable Double floating(String text, TypeKind kind) {
        Double number = number(text.strip());
        if (number == null) {
            return null;
        }
        if (!Double.isFinite(number)) {
            throw new UnstorableValueException("stand-in: NaN and infinity cannot be kept by the MySQL behind it");
        }
        return floating(number, kind);
    }

    /** A finite double in the type's precision; null when it is too large for FLOAT. */
    public static @Nullable Double floating(double number, TypeKind kind) {
        if (kind != TypeKind.FLOAT) {
            return number;
        }
        float narrow = (float) number;
        return Float.isInfinite(narrow) ? null : (double) narrow;
    }

    /** BOOLEAN out of {@code true}, {@code false} or an integer (0 is false); null for other text. */
    public static @Nullable Boolean bool(String text) {
        String trimmed = text.strip();
        if (trimmed.equalsIgnoreCase("true")) {
            return true;
        }
        if (trimmed.equalsIgnoreCase("false")) {
            return false;
        }
        return isInteger(trimmed) ? new BigInteger(trimmed).signum() != 0 : null;
    }

    /** Named values included; null for what is no number, and for finite text that overflows a double. */
    private static @Nullable Double number(String text) {
        if (DecimalText.isNumber(text)) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? null : Double.valueOf(value);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    static boolean isInteger(String text) {
        int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        if (start == text.length()) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
