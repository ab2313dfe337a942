package io.github.sluice.testbed.starrocks.convert;

import java.time.LocalDateTime;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/**
 * Reads DATE and DATETIME text as a StarRocks backend does. Its reader is lenient in a particular way that tests must
 * not smooth over: a zone is ignored instead of applied, text after a complete date may be ignored or may spoil it,
 * fractions are cut after six digits, and epoch numbers are not dates. The table of accepted texts is
 * {@code starrocks/vectors/datetime.tsv} in the test resources, measured on the backend's own code.
 *
 * <p>Two readers, tried in order. {@link #exact} takes {@code YYYY?MM?DD} with a time {@code HH:MM:SS[.f]} behind a
 * blank or {@code T}; behind anything else the time is ignored. Whatever it does not recognise goes to the {@link FieldReader}, which collects runs of digits
 * between punctuation, or digits of fixed width when there is no punctuation at all.
 */
public final class DateTimeText {
    private DateTimeText() {}

    /** The value of a DATETIME column, microseconds kept; null when StarRocks would call the text invalid. */
    public static @Nullable LocalDateTime parse(String text) {
        String trimmed = trim(text);
        LocalDateTime value = exact(trimmed);
        return value != null ? value : new FieldReader(trimmed).read();
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static @Nullable LocalDateTime exact(String text) {
        int length = text.length();
        if (length < 10
                || !digits(text, 0, 4)
                || isDigit(text.charAt(4))
                || !digits(text, 5, 2)
                || isDigit(text.charAt(7))
                || !digits(text, 8, 2)) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        if (length == 10) {
            return of(year, month, day, 0, 0, 0, 0);
        }
        int time = 10;
        if (text.charAt(10) == 'T') {
            time = 11;
        } else {
            while (time < length && isSpace(text.charAt(time))) {
                time++;
            }
            if (time == 10) {
                return of(year, month, day, 0, 0, 0, 0);
            }
        }
        if (length - time < 8
                || !digits(text, time, 2)
                || text.charAt(time + 2) != ':'
                || !digits(text, time + 3, 2)
                || text.charAt(time + 5) != ':'
                || !digits(text, time + 6, 2)) {
            return null;
        }
        int micros = fraction(text, time + 8);
        return of(
                year, month, day, number(text, time, 2), number(text, time + 3, 2), number(text, time + 6, 2), micros);
    }

    /** Up to six digits behind a point; anything else there counts as no fraction. */
    private static int fraction(String text, int from) {
        if (from >= text.length() || text.charAt(from) != '.') {
            return 0;
        }
        int micros = 0;
        for (int i = 0; i < 6; i++) {
            int at = from + 1 + i;
            boolean digit = at < text.length() && isDigit(text.charAt(at));
            if (!digit) {
                return micros * (int) Math.pow(10, 6 - i);
            }
            micros = micros * 10 + text.charAt(at) - '0';
        }
        return micros;
    }

    private static @Nullable LocalDateTime of(
            int year, int month, int day, int hour, int minute, int second, int micros) {
        if (year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return null;
        }
        if (hour > 23 || minute > 59 || second > 59 || micros > 999_999) {
            return null;
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, micros * 1000);
    }

    private static int daysIn(int year, int month) {
        return java.time.Month.of(month).length(Year.isLeap(year));
    }

    private static boolean digits(String text, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int count) {
        return Integer.parseInt(text.substring(from, from + count));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !isDigit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    }

    /**
     * Collects up to seven numbers: year, month, day, hour, minute, second, fraction. Text made of digits (and
     * {@code T}) up to its end or a point is cut into fields of two, the year having four digits only when there are
     * 4, 8 or at least 14 of them; this is why {@code 240102} is a date in 2024.
     */
    private static final class FieldReader {
        private static final int DAY = 2;
        private static final int SECOND = 5;
        private static final int FRACTION = 6;

        private final String text;
        private final int[] value = new int[7];
        private final int[] width = new int[7];
        private int at;

        FieldReader(String text) {
            this.text = text;
        }

        @Nullable
        LocalDateTime read() {
            int run = 0;
            while (run < text.length() && (isDigit(text.charAt(run)) || text.charAt(run) == 'T')) {
                run++;
            }
            boolean packed = run == text.length() || text.charAt(run) == '.';
            int yearWidth = !packed || run == 4 || run == 8 || run >= 14 ? 4 : 2;
            int fields = collect(packed, yearWidth);
            if (fields <= DAY) {
                return null;
            }
            if (value[FRACTION] != 0) {
                for (int digits = width[FRACTION]; digits < 6; digits++) {
                    value[FRACTION] *= 10;
                }
            }
            int year = value[0];
            if ((packed ? yearWidth : width[0]) == 2) {
                year += year < 70 ? 2000 : 1900;
            }
            return of(year, value[1], value[2], value[3], value[4], value[5], value[FRACTION]);
        }

        /** Returns how many fields were found, or 0 when the text cannot be a date. */
        private int collect(boolean packed, int yearWidth) {
            int field = 0;
            int limit = yearWidth;
            while (at < text.length() && isDigit(text.charAt(at)) && field < value.length) {
                if (!number(field, packed || field == FRACTION ? limit : Integer.MAX_VALUE)) {
                    return 0;
                }
                limit = 2;
                if (at == text.length()) {
                    return field + 1;
                }
                if (field == DAY && text.charAt(at) == 'T') {
                    at++;
                } else if (field == SECOND) {
                    if (text.charAt(at) == '.') {
                        at++;
                        limit = 6;
                    } else if (isDigit(text.charAt(at))) {
                        return field + 1;
                    }
                } else if (!separator(field)) {
                    return 0;
                }
                field++;
            }
            return field;
        }

        private boolean number(int field, int limit) {
            int start = at;
            while (at < text.length() && isDigit(text.charAt(at)) && at - start < limit) {
                value[field] = value[field] * 10 + text.charAt(at++) - '0';
                if (value[field] > 999_999) {
                    return false;
                }
            }
            width[field] = at - start;
            return true;
        }

        /** Skips what stands between two fields; blanks may only follow the day and the fraction. */
        private boolean separator(int field) {
            while (at < text.length() && (isPunctuation(text.charAt(at)) || isSpace(text.charAt(at)))) {
                if (isSpace(text.charAt(at)) && field != DAY && field != FRACTION) {
                    return false;
                }
                at++;
            }
            return true;
        }
    }
}
