package io.github.sluice.wire.row;

import org.jspecify.annotations.Nullable;

/**
 * Dates and times as MySQL's {@code CAST(c AS CHAR)}, the binlog and StarRocks print them, turned into one
 * form: a fraction only if it is not zero, then six digits.
 */
final class Times {
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Times() {}

    /** The date, or null if it has a zero part or is in no calendar: StarRocks cannot hold either. */
    static @Nullable String date(Object value) throws Unfit {
        String text = asText(value);
        checkShape(text, 10, "dddd-dd-dd", "a date YYYY-MM-DD");
        if (text.length() != 10) {
            throw new Unfit("not a date YYYY-MM-DD");
        }
        return exists(text) ? text : null;
    }

    /** The date and time, or null as in {@link #date}. */
    static @Nullable String dateTime(Object value) throws Unfit {
        String text = asText(value);
        String wanted = "a date and time YYYY-MM-DD HH:MM:SS[.ffffff]";
        checkShape(text, 19, "dddd-dd-dd dd:dd:dd", wanted);
        if (two(text, 11) > 23 || two(text, 14) > 59 || two(text, 17) > 59) {
            throw new Unfit("not " + wanted);
        }
        return exists(text) ? withFraction(text, 19, wanted) : null;
    }

    /** A duration or time of day, up to 838 hours either way. */
    static String time(Object value) throws Unfit {
        String text = asText(value);
        String wanted = "a time [-]HH:MM:SS[.ffffff]";
        boolean negative = text.startsWith("-");
        int start = negative ? 1 : 0;
        int colon = text.indexOf(':');
        int hourDigits = colon - start;
        if (hourDigits < 2 || hourDigits > 3) {
            throw new Unfit("not " + wanted);
        }
        String rest = text.substring(start);
        checkShape(rest, hourDigits + 6, hourDigits == 2 ? "dd:dd:dd" : "ddd:dd:dd", wanted);
        int hours = Integer.parseInt(rest.substring(0, hourDigits));
        if (hours > 838 || two(rest, hourDigits + 1) > 59 || two(rest, hourDigits + 4) > 59) {
            throw new Unfit("not " + wanted);
        }
        String plain = withFraction(rest, hourDigits + 6, wanted);
        if (hourDigits == 3 && hours < 100) {
            plain = plain.substring(1);
        }
        return negative && !plain.equals("00:00:00") ? "-" + plain : plain;
    }

    private static String asText(Object value) throws Unfit {
        if (value instanceof String) {
            return (String) value;
        }
        if (value instanceof Long) {
            throw new Unfit("an epoch number, which has lost its fraction and zone: select CAST(column AS CHAR)");
        }
        throw Scalars.wrongClass(value, "text of CAST(column AS CHAR)");
    }

    /** {@code d} in the shape stands for a digit, anything else for itself. */
    private static void checkShape(String text, int length, String shape, String wanted) throws Unfit {
        boolean fits = text.length() >= length;
        for (int i = 0; fits && i < length; i++) {
            char c = text.charAt(i);
            fits = shape.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == shape.charAt(i);
        }
        if (!fits) {
            throw new Unfit("not " + wanted);
        }
    }

    private static String withFraction(String text, int end, String wanted) throws Unfit {
        if (text.length() == end) {
            return text;
        }
        int digits = text.length() - end - 1;
        if (text.charAt(end) != '.' || digits < 1 || digits > 6) {
            throw new Unfit("not " + wanted);
        }
        boolean zero = true;
        for (int i = end + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new Unfit("not " + wanted);
            }
            zero &= c == '0';
        }
        if (zero) {
            return text.substring(0, end);
        }
        return digits == 6 ? text : text + "000000".substring(digits);
    }

    private static boolean exists(String text) {
        int year = two(text, 0) * 100 + two(text, 2);
        int month = two(text, 5);
        int day = two(text, 8);
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return day <= (month == 2 && leap ? 29 : DAYS[month - 1]);
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
