package io.github.sluice.wire.row;

import io.github.sluice.wire.type.MySqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Numbers, text and bytes as DataX, JDBC or StarRocks deliver them, turned into their one wire value. */
final class Scalars {
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    /** More digits than any MySQL number has; longer text is refused before it costs anything. */
    private static final int LONGEST_NUMBER = 400;

    private Scalars() {}

    static Long integer(Object value, MySqlType type) throws Unfit {
        Long number;
        if (value instanceof Long) {
            number = (Long) value;
        } else if (value instanceof Boolean) {
            number = (Boolean) value ? 1L : 0L;
        } else {
            BigInteger big = whole(value, type);
            if (big.bitLength() > 63) {
                throw new Unfit("out of range of " + type);
            }
            number = big.longValue();
        }
        if (number < type.minValue() || number > type.maxValue()) {
            throw new Unfit("out of range of " + type);
        }
        return number;
    }

    static String largeInteger(Object value, MySqlType type) throws Unfit {
        BigInteger big = value instanceof Boolean ? BigInteger.valueOf((Boolean) value ? 1 : 0) : whole(value, type);
        if (big.signum() < 0 || big.compareTo(MySqlType.maxLargeValue()) > 0) {
            throw new Unfit("out of range of " + type);
        }
        return big.toString();
    }

    private static BigInteger whole(Object value, MySqlType type) throws Unfit {
        if (value instanceof BigInteger) {
            return (BigInteger) value;
        }
        if (isSmallInteger(value)) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigDecimal || value instanceof String) {
            BigDecimal decimal = value instanceof String ? number((String) value) : (BigDecimal) value;
            if (decimal.signum() == 0) {
                return BigInteger.ZERO;
            }
            if (decimal.precision() - (long) decimal.scale() > LONGEST_NUMBER) {
                throw new Unfit("out of range of " + type);
            }
            try {
                return decimal.toBigIntegerExact();
            } catch (ArithmeticException e) {
                throw new Unfit("has a fraction");
            }
        }
        if (value instanceof byte[] && type.baseName().equals("bit") && ((byte[]) value).length <= 8) {
            return new BigInteger(1, (byte[]) value); // the client protocol sends BIT as bytes, highest first
        }
        throw wrongClass(value, "a whole number");
    }

    static String decimal(Object value, MySqlType type) throws Unfit {
        if (value instanceof String && isPlainAtScale((String) value, type)) {
            return (String) value;
        }
        BigDecimal decimal;
        if (value instanceof String) {
            decimal = number((String) value);
        } else if (value instanceof BigDecimal) {
            decimal = (BigDecimal) value;
        } else if (value instanceof BigInteger) {
            decimal = new BigDecimal((BigInteger) value);
        } else if (isSmallInteger(value)) {
            decimal = BigDecimal.valueOf(((Number) value).longValue());
        } else {
            throw wrongClass(value, "an exact number");
        }
        int whole = type.precision() - type.scale();
        if (decimal.signum() != 0 && decimal.precision() - (long) decimal.scale() > whole) {
            throw new Unfit("out of range of " + type);
        }
        try {
            return decimal.setScale(type.scale()).toPlainString();
        } catch (ArithmeticException e) {
            throw new Unfit("has more than " + type.scale() + " fraction digits");
        }
    }

    /** Whether the text is already the one form: no sign on zero, no leading zero, exactly the scale's digits. */
    private static boolean isPlainAtScale(String text, MySqlType type) {
        int start = text.startsWith("-") ? 1 : 0;
        int scale = type.scale();
        int end = scale == 0 ? text.length() : text.length() - scale - 1;
        int whole = end - start;
        if (whole < 1
                || whole > Math.max(1, type.precision() - scale)
                || (whole > 1 && text.charAt(start) == '0')
                || (scale > 0 && text.charAt(end) != '.')) {
            return false;
        }
        boolean zero = true;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != end && (c < '0' || c > '9')) {
                return false;
            }
            zero &= c == '0' || c == '.';
        }
        boolean fits = type.precision() > scale || text.charAt(start) == '0';
        return fits && !(zero && start == 1);
    }

    static Double floating(Object value) throws Unfit {
        double number;
        if (value instanceof Double || value instanceof Float) {
            number = ((Number) value).doubleValue();
        } else if (value instanceof String) {
            number = parsed((String) value);
        } else if (value instanceof BigDecimal || value instanceof BigInteger || isSmallInteger(value)) {
            number = ((Number) value).doubleValue();
        } else {
            throw wrongClass(value, "a number");
        }
        return finite(number);
    }

    private static Double finite(double number) throws Unfit {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new Unfit("not a finite number");
        }
        return number + 0.0; // -0 becomes 0, as it must be equal to it
    }

    private static double parsed(String text) throws Unfit {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                throw new Unfit("not a number"); // parsers of Java's doubles would take "1d", "0x1p3" and blanks
            }
        }
        try {
            return Doubles.parse(text);
        } catch (NumberFormatException e) {
            throw new Unfit("not a number");
        }
    }

    /** Text of an ENUM or SET: the binlog delivers a member's number, which must not pass for its name. */
    static String member(Object value) throws Unfit {
        if (value instanceof Number) {
            throw new Unfit("needs a member's name, got a number");
        }
        return text(value);
    }

    static String text(Object value) throws Unfit {
        if (value instanceof String) {
            return wellFormed((String) value);
        }
        if (value instanceof byte[]) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap((byte[]) value))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new Unfit("bytes that are not UTF-8");
            }
        }
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).toPlainString();
        }
        if (value instanceof BigInteger || isSmallInteger(value)) {
            return value.toString();
        }
        throw wrongClass(value, "text");
    }

    private static String wellFormed(String text) throws Unfit {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || ++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    throw new Unfit("half of a surrogate pair, which UTF-8 cannot hold");
                }
            }
        }
        return text;
    }

    /** Base64 of the bytes; a String is taken as Base64 already. BINARY(n) is padded with 0x00 as MySQL stores it. */
    static String binary(Object value, MySqlType type) throws Unfit {
        boolean fixed = type.baseName().equals("binary");
        if (value instanceof String) {
            String text = (String) value;
            int length = Base64Text.decodedLength(text);
            return fixed && length != type.length() ? padded(Base64.getDecoder().decode(text), type) : text;
        }
        if (value instanceof byte[]) {
            byte[] bytes = (byte[]) value;
            return fixed && bytes.length != type.length()
                    ? padded(bytes, type)
                    : Base64.getEncoder().encodeToString(bytes);
        }
        throw wrongClass(value, "bytes");
    }

    private static String padded(byte[] bytes, MySqlType type) throws Unfit {
        if (bytes.length > type.length()) {
            throw new Unfit("longer than " + type);
        }
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, type.length()));
    }

    /** A value of a column known by name alone: its class decides. */
    static Object bare(Object value) throws Unfit {
        if (value instanceof String) {
            return wellFormed((String) value);
        }
        if (value instanceof Long || value instanceof Boolean) {
            return value;
        }
        if (isSmallInteger(value)) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger) {
            BigInteger big = (BigInteger) value;
            boolean fits = big.compareTo(MIN_LONG) >= 0 && big.compareTo(MAX_LONG) <= 0;
            return fits ? (Object) big.longValue() : big.toString();
        }
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).toPlainString();
        }
        if (value instanceof Double || value instanceof Float) {
            return finite(((Number) value).doubleValue());
        }
        if (value instanceof byte[]) {
            return Base64.getEncoder().encodeToString((byte[]) value);
        }
        throw wrongClass(value, "a String, number, Boolean or byte[]");
    }

    /** A JSON number of a bare column, by its text: what a double cannot hold stays text, so nothing is lost. */
    static Object bareNumber(String text, boolean whole) throws Unfit {
        if (whole) {
            BigInteger big = new BigInteger(text);
            return big.bitLength() <= 63 ? (Object) big.longValue() : big.toString();
        }
        Double number = Doubles.namedBy(number(text));
        return number == null ? text : (Object) number;
    }

    private static boolean isSmallInteger(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private static BigDecimal number(String text) throws Unfit {
        if (text.length() > LONGEST_NUMBER || !isAscii(text)) {
            throw new Unfit("not a number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unfit("not a number");
        }
    }

    /** BigDecimal also reads the digits of other scripts; MySQL never writes them. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static Unfit wrongClass(Object value, String wanted) {
        return new Unfit("needs " + wanted + ", got " + value.getClass().getSimpleName());
    }
}
