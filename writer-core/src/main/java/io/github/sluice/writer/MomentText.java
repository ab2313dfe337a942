package io.github.sluice.writer;

import com.alibaba.datax.common.element.DateColumn;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text that DataX has for a moment, {@code yyyy-MM-dd HH:mm:ss} in the time zone of its settings, without the calendar
 * that DataX makes for every one. The settings are DataX's own and not to be read, so it is asked: in every hour of the first day
 * that occurs, which shows the format, and of every day for its first and last second. Where its texts are as far apart as the
 * moments, the clock was not changed, as no time zone has ever changed it and back within a day; all other texts of
 * that day are counted. One thread.
 */
final class MomentText {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int LENGTH = 19;
    private static final long DAY_SECONDS = 86_400;

    /** Once in each of a day's hours, in another minute and second each time. */
    private static final long LOOK_EVERY = 3_733;

    /** A power of two: ten years fit. */
    private static final int KEPT_DAYS = 4096;

    private static final long NO_DAY = Long.MIN_VALUE;
    private static final long UNCOUNTABLE = Long.MIN_VALUE;

    private final long[] days = new long[KEPT_DAYS];
    /** Local less universal time, in seconds. */
    private final long[] shifts = new long[KEPT_DAYS];

    /** A second, and behind it a fraction of six digits. */
    private final byte[] text = new byte[LENGTH + 7];

    private boolean formatSeen;

    MomentText() {
        Arrays.fill(days, NO_DAY);
        Arrays.fill(text, (byte) '0');
    }

    /**
     * A moment as text: its second and, unless they are zero, its milliseconds as six digits, which DataX leaves out.
     *
     * @param millis since the epoch
     * @return null where DataX has to be asked
     */
    @Nullable
    String of(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        long day = Math.floorDiv(second, DAY_SECONDS);
        int place = (int) (day & (KEPT_DAYS - 1));
        if (days[place] != day) {
            shifts[place] = shift(day * DAY_SECONDS);
            days[place] = day;
        }
        if (shifts[place] == UNCOUNTABLE) {
            return null;
        }
        write(second + shifts[place]);
        int rest = (int) (millis - second * 1000);
        if (rest != 0) {
            text[LENGTH] = '.';
            text[LENGTH + 1] = (byte) ('0' + rest / 100);
            digits(LENGTH + 2, rest % 100);
        }
        return new String(text, 0, rest == 0 ? LENGTH : text.length, StandardCharsets.ISO_8859_1);
    }

    /** Of the day that begins in that second. */
    private long shift(long first) {
        long localFirst = local(first);
        long last = first + DAY_SECONDS - 1;
        boolean counts = localFirst != UNCOUNTABLE && local(last) - localFirst == last - first;
        for (long passed = LOOK_EVERY; counts && !formatSeen && passed < DAY_SECONDS; passed += LOOK_EVERY) {
            counts = local(first + passed) - localFirst == passed;
        }
        formatSeen |= counts;
        return counts ? localFirst - first : UNCOUNTABLE;
    }

    /** The local second that DataX names. */
    private static long local(long second) {
        String named = new DateColumn(second * 1000).asString();
        if (named == null || named.length() != LENGTH) {
            return UNCOUNTABLE;
        }
        try {
            return LocalDateTime.parse(named, FORMAT).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return UNCOUNTABLE; // or a day that only the Julian calendar has
        }
    }

    private void write(long local) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, DAY_SECONDS));
        int rest = (int) Math.floorMod(local, DAY_SECONDS);
        digits(0, date.getYear() / 100);
        digits(2, date.getYear() % 100);
        text[4] = '-';
        digits(5, date.getMonthValue());
        text[7] = '-';
        digits(8, date.getDayOfMonth());
        text[10] = ' ';
        digits(11, rest / 3600);
        text[13] = ':';
        digits(14, rest / 60 % 60);
        text[16] = ':';
        digits(17, rest % 60);
    }

    private void digits(int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
