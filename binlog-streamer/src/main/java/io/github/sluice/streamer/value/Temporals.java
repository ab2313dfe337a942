package io.github.sluice.streamer.value;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as text, digit by digit as they are stored: zero dates, dates in no calendar and dates before 1582
 * stay what they are, where {@code java.util} would move them.
 */
final class Temporals {
    private static final int[] SCALE = {1, 100_000, 10_000, 1_000, 100, 10, 1};

    private Temporals() {}

    /** DATE: three bytes, year * 512 + month * 32 + day. */
    static final Cell DATE = in -> {
        int packed = in.u24();
        byte[] text = new byte[10];
        date(text, packed >> 9, packed >> 5 & 15, packed & 31);
        return string(text);
    };

    /**
     * DATETIME(n): 40 bits, highest first: sign, year * 13 + month (17), day (5), hour (5), minute (6), second (6); then
     * the fraction.
     */
    static Cell dateTime(int fraction) {
        int bytes = (fraction + 1) / 2;
        return in -> {
            long packed = in.bigEndian(5) & 0x7fffffffffL;
            int yearMonth = (int) (packed >> 22);
            byte[] text = new byte[fraction == 0 ? 19 : 20 + fraction];
            date(text, yearMonth / 13, yearMonth % 13, (int) (packed >> 17) & 31);
            clock(text, 10, ' ', (int) (packed >> 12) & 31, (int) (packed >> 6) & 63, (int) packed & 63);
            fraction(text, 19, micros(in, bytes), fraction);
            return string(text);
        };
    }

    /** TIMESTAMP(n): seconds since the epoch, highest byte first; then the fraction. 0 is the zero timestamp. */
    static Cell timestamp(int fraction, ZoneId zone) {
        return timestamp(fraction, zone, false);
    }

    /** TIMESTAMP as written before 5.6.4: lowest byte first, no fraction. */
    static Cell oldTimestamp(ZoneId zone) {
        return timestamp(0, zone, true);
    }

    private static Cell timestamp(int fraction, ZoneId zone, boolean old) {
        ZoneOffset fixed = zone.getRules().isFixedOffset() ? zone.getRules().getOffset(Instant.EPOCH) : null;
        int bytes = (fraction + 1) / 2;
        return in -> {
            long second = old ? in.u32() : in.bigEndian(4);
            int micros = micros(in, bytes);
            byte[] text = new byte[fraction == 0 ? 19 : 20 + fraction];
            if (second == 0 && micros == 0) {
                date(text, 0, 0, 0);
                clock(text, 10, ' ', 0, 0, 0);
            } else {
                moment(text, second, zone, fixed);
            }
            fraction(text, 19, micros, fraction);
            return string(text);
        };
    }

    private static void moment(byte[] text, long second, ZoneId zone, @Nullable ZoneOffset fixed) {
        ZoneOffset offset = fixed != null ? fixed : zone.getRules().getOffset(Instant.ofEpochSecond(second));
        long local = second + offset.getTotalSeconds();
        long day = Math.floorDiv(local, 86_400L);
        int ofDay = (int) (local - day * 86_400L);
        // days since 0000-03-01 in the Gregorian calendar, whose leap day then ends a year
        long shifted = day + 719_468;
        int era = (int) Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097L);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        date(text, year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        clock(text, 10, ' ', ofDay / 3_600, ofDay / 60 % 60, ofDay % 60);
    }

    /**
     * TIME(n): 24 bits and the fraction form one number, highest byte first, with an offset of 2^23 seconds: so the sign
     * covers the fraction too. Hours (10), minutes (6), seconds (6).
     */
    static Cell time(int fraction) {
        int bytes = (fraction + 1) / 2;
        return in -> {
            long packed = in.bigEndian(3 + bytes) - (1L << (23 + 8 * bytes));
            boolean negative = packed < 0;
            long size = Math.abs(packed);
            int whole = (int) (size >> 8 * bytes);
            int rest = (int) (size & ((1L << 8 * bytes) - 1));
            return duration(
                    negative,
                    whole >> 12 & 0x3ff,
                    whole >> 6 & 63,
                    whole & 63,
                    bytes == 0 ? 0 : rest * SCALE[2 * bytes],
                    fraction);
        };
    }

    /** TIME as written before 5.6.4: a signed number hhmmss, lowest byte first. */
    static final Cell OLD_TIME = in -> {
        int packed = in.u24() << 8 >> 8;
        int size = Math.abs(packed);
        return duration(packed < 0, size / 10_000, size / 100 % 100, size % 100, 0, 0);
    };

    /** DATETIME as written before 5.6.4: a number yyyymmddhhmmss, lowest byte first. */
    static final Cell OLD_DATETIME = in -> {
        long packed = in.i64();
        int day = (int) (packed / 1_000_000);
        int clock = (int) (packed % 1_000_000);
        byte[] text = new byte[19];
        date(text, day / 10_000, day / 100 % 100, day % 100);
        clock(text, 10, ' ', clock / 10_000, clock / 100 % 100, clock % 100);
        return string(text);
    };

    /**
     * A moment or duration in the packed form that JSON documents hold: 24 bits of microseconds below the 40 bits of
     * DATETIME, or below the hours, minutes and seconds of TIME.
     */
    static String packedDateTime(long packed) {
        long size = Math.abs(packed);
        int yearMonth = (int) (size >> 46);
        byte[] text = new byte[26];
        date(text, yearMonth / 13, yearMonth % 13, (int) (size >> 41) & 31);
        clock(text, 10, ' ', (int) (size >> 36) & 31, (int) (size >> 30) & 63, (int) (size >> 24) & 63);
        fraction(text, 19, (int) size & 0xffffff, 6);
        return string(text);
    }

    /** The date of {@link #packedDateTime}. */
    static String packedDate(long packed) {
        return packedDateTime(packed).substring(0, 10);
    }

    /** See {@link #packedDateTime}. */
    static String packedTime(long packed) {
        long size = Math.abs(packed);
        int whole = (int) (size >> 24);
        return duration(packed < 0, whole >> 12 & 0x3ff, whole >> 6 & 63, whole & 63, (int) size & 0xffffff, 6);
    }

    private static String duration(boolean negative, int hours, int minutes, int seconds, int micros, int fraction) {
        int digits = hours > 99 ? 3 : 2;
        int sign = negative ? 1 : 0;
        byte[] text = new byte[sign + digits + 6 + (fraction == 0 ? 0 : 1 + fraction)];
        if (negative) {
            text[0] = '-';
        }
        if (digits == 3) {
            text[sign] = (byte) ('0' + hours / 100);
        }
        two(text, sign + digits - 2, hours % 100);
        text[sign + digits] = ':';
        two(text, sign + digits + 1, minutes);
        text[sign + digits + 3] = ':';
        two(text, sign + digits + 4, seconds);
        fraction(text, sign + digits + 6, micros, fraction);
        return string(text);
    }

    /** Fractions have 1 to 3 bytes, highest first, in units of their even number of digits. */
    private static int micros(EventBytes in, int bytes) {
        return bytes == 0 ? 0 : (int) in.bigEndian(bytes) * SCALE[2 * bytes];
    }

    private static void fraction(byte[] text, int at, int micros, int digits) {
        if (digits == 0) {
            return;
        }
        text[at] = '.';
        int rest = micros / SCALE[digits];
        for (int i = at + digits; i > at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static void date(byte[] text, int year, int month, int day) {
        two(text, 0, year / 100);
        two(text, 2, year % 100);
        text[4] = '-';
        two(text, 5, month);
        text[7] = '-';
        two(text, 8, day);
    }

    private static void clock(byte[] text, int at, char before, int hour, int minute, int second) {
        text[at] = (byte) before;
        two(text, at + 1, hour);
        text[at + 3] = ':';
        two(text, at + 4, minute);
        text[at + 6] = ':';
        two(text, at + 7, second);
    }

    private static void two(byte[] text, int at, int value) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }

    private static String string(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }
}
