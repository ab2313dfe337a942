package io.github.sluice.testbed.starrocks.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Java class that stands for a stored value of each type:
 *
 * <table>
 * <caption>classes</caption>
 * <tr><td>BOOLEAN</td><td>Boolean</td></tr>
 * <tr><td>TINYINT, SMALLINT, INT, BIGINT</td><td>Long, in the type's range</td></tr>
 * <tr><td>LARGEINT</td><td>BigInteger, -2^127 to 2^127-1</td></tr>
 * <tr><td>FLOAT</td><td>Double that is exactly a float, finite</td></tr>
 * <tr><td>DOUBLE</td><td>Double, finite (the backing MySQL has no NaN)</td></tr>
 * <tr><td>DECIMAL(p,s)</td><td>BigDecimal of scale s and at most p digits</td></tr>
 * <tr><td>CHAR, VARCHAR</td><td>String of at most length bytes in UTF-8</td></tr>
 * <tr><td>DATE</td><td>LocalDate, years 0 to 9999</td></tr>
 * <tr><td>DATETIME</td><td>LocalDateTime, whole microseconds, years 0 to 9999</td></tr>
 * <tr><td>JSON</td><td>String holding JSON text; {@link JsonText} makes it canonical before it is stored</td></tr>
 * <tr><td>VARBINARY</td><td>byte[]</td></tr>
 * </table>
 *
 * NULL is null everywhere.
 */
public final class Values {
    static final BigInteger LARGEINT_MIN = BigInteger.ONE.shiftLeft(127).negate();
    static final BigInteger LARGEINT_MAX = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private static final Pattern TEMPORAL = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,6}))?)?");

    private Values() {}

    /**
     * Checks class and range of a value that is to be stored.
     *
     * @throws IllegalArgumentException naming the type; never the value
     */
    public static void check(StarRocksType type, @Nullable Object value) {
        if (value == null) {
            return;
        }
        boolean good =
                switch (type.kind()) {
                    case BOOLEAN -> value instanceof Boolean;
                    case TINYINT, SMALLINT, INT, BIGINT ->
                        value instanceof Long n && n >= min(type.kind()) && n <= max(type.kind());
                    case LARGEINT ->
                        value instanceof BigInteger n
                                && n.compareTo(LARGEINT_MIN) >= 0
                                && n.compareTo(LARGEINT_MAX) <= 0;
                    case FLOAT -> value instanceof Double d && Double.isFinite(d) && d.floatValue() == d;
                    case DOUBLE -> value instanceof Double d && Double.isFinite(d);
                    case DECIMAL ->
                        value instanceof BigDecimal d && d.scale() == type.scale() && d.precision() <= type.precision();
                    case CHAR, VARCHAR -> value instanceof String s && utf8Length(s) <= type.length();
                    case DATE -> value instanceof LocalDate d && d.getYear() >= 0 && d.getYear() <= 9999;
                    case DATETIME ->
                        value instanceof LocalDateTime t
                                && t.getYear() >= 0
                                && t.getYear() <= 9999
                                && t.getNano() % 1000 == 0;
                    case JSON -> value instanceof String;
                    case VARBINARY -> value instanceof byte[] b && b.length <= type.length();
                };
        if (!good) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getSimpleName() + " out of the range of " + type + " cannot be stored");
        }
    }

    /** Smallest value of an integer type. */
    public static long min(TypeKind kind) {
        return -max(kind) - 1;
    }

    /** Largest value of an integer type. */
    public static long max(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INT -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            default -> throw new IllegalArgumentException(kind + " is not an integer type");
        };
    }

    /** Bytes of a text in UTF-8. */
    public static int utf8Length(String text) {
        int ascii = 0;
        while (ascii < text.length() && text.charAt(ascii) < 0x80) {
            ascii++;
        }
        return ascii == text.length() ? ascii : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Reads the text of a DEFAULT clause or of an INSERT's literal. Strict: this is not the conversion of
     * a load (section 7).
     *
     * @throws IllegalArgumentException with StarRocks' reason ({@code Invalid number format: x})
     */
    public static Object parse(StarRocksType type, String text) {
        switch (type.kind()) {
            case BOOLEAN -> {
                if (text.equalsIgnoreCase("true") || text.equals("1")) {
                    return true;
                }
                if (text.equalsIgnoreCase("false") || text.equals("0")) {
                    return false;
                }
                throw new IllegalArgumentException("Invalid BOOLEAN literal: " + text);
            }
            case TINYINT, SMALLINT, INT, BIGINT -> {
                BigInteger n = integer(text);
                if (n.bitLength() > 63 || n.longValue() < min(type.kind()) || n.longValue() > max(type.kind())) {
                    throw new IllegalArgumentException("Number out of range[" + text + "]. type: " + type);
                }
                return n.longValue();
            }
            case LARGEINT -> {
                BigInteger n = integer(text);
                if (n.compareTo(LARGEINT_MIN) < 0 || n.compareTo(LARGEINT_MAX) > 0) {
                    throw new IllegalArgumentException("Number out of range[" + text + "]. type: " + type);
                }
                return n;
            }
            case FLOAT, DOUBLE -> {
                double d = decimal(text).doubleValue();
                d = type.kind() == TypeKind.FLOAT ? (float) d : d;
                if (!Double.isFinite(d)) {
                    throw new IllegalArgumentException("Number out of range[" + text + "]. type: " + type);
                }
                return d;
            }
            case DECIMAL -> {
                BigDecimal d = decimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
                if (d.precision() > type.precision()) {
                    throw new IllegalArgumentException("Number out of range[" + text + "]. type: " + type);
                }
                return d;
            }
            case CHAR, VARCHAR -> {
                if (utf8Length(text) > type.length()) {
                    throw new IllegalArgumentException("Default value is too long: " + text);
                }
                return text;
            }
            case DATE -> {
                return dateTime(text).toLocalDate();
            }
            case DATETIME -> {
                return dateTime(text);
            }
            case JSON -> {
                return JsonText.canonical(text);
            }
            case VARBINARY -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > type.length()) {
                    throw new IllegalArgumentException("Default value is too long: " + text);
                }
                return bytes;
            }
        }
        throw new IllegalArgumentException("no values of type " + type);
    }

    private static BigInteger integer(String text) {
        try {
            return new BigInteger(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid number format: " + text, e);
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            BigDecimal d = new BigDecimal(text.trim());
            if (d.signum() != 0 && Math.abs((long) d.precision() - d.scale()) > 400) {
                throw new IllegalArgumentException("Number out of range[" + text + "]");
            }
            return d;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid number format: " + text, e);
        }
    }

    private static LocalDateTime dateTime(String text) {
        Matcher m = TEMPORAL.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("Invalid date value: " + text);
        }
        try {
            LocalDate day = LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
            if (m.group(4) == null) {
                return day.atStartOfDay();
            }
            String fraction = m.group(7) == null ? "" : m.group(7);
            int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
            return day.atTime(number(m, 4), number(m, 5), number(m, 6), nanos);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Invalid date value: " + text, e);
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
