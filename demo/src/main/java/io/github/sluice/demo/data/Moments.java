package io.github.sluice.demo.data;

import java.util.Locale;
import java.util.Random;

/** Dates and times as MySQL text. */
final class Moments {
    private Moments() {}

    /** Any day from 1000-01-01 on, also those before the Gregorian calendar. */
    static String date(Random random) {
        int year = random.nextInt(20) == 0 ? 1000 + random.nextInt(9000) : 1970 + random.nextInt(80);
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    /** A date and time of day with {@code digits} digits of fraction (0, 3 or 6), some of them zero. */
    static String dateTime(Random random, int digits) {
        return date(random) + ' ' + timeOfDay(random) + fraction(random, digits);
    }

    /** Within TIMESTAMP's range in every time zone. */
    static String timestamp(Random random, int digits) {
        return String.format(
                        Locale.ROOT,
                        "%04d-%02d-%02d ",
                        1971 + random.nextInt(66),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28))
                + timeOfDay(random)
                + fraction(random, digits);
    }

    /** TIME: negative ones and more than a day too. */
    static String time(Random random, int digits) {
        String sign = random.nextInt(4) == 0 ? "-" : "";
        int hours = random.nextInt(4) == 0 ? random.nextInt(838) : random.nextInt(24);
        return sign
                + String.format(Locale.ROOT, "%02d:%02d:%02d", hours, random.nextInt(60), random.nextInt(60))
                + fraction(random, digits);
    }

    private static String timeOfDay(Random random) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }

    private static String fraction(Random random, int digits) {
        if (digits == 0) {
            return "";
        }
        int limit = digits == 3 ? 1_000 : 1_000_000;
        int value = random.nextInt(4) == 0 ? 0 : random.nextInt(limit);
        return '.' + String.format(Locale.ROOT, "%0" + digits + "d", value);
    }
}
