package io.github.sluice.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.element.ColumnCast;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.util.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTextTest {
    private static final String DATAX_ZONE = "GMT+8";
    private static final String DATAX_FORMAT = "yyyy-MM-dd HH:mm:ss";

    /** The settings belong to the JVM. */
    @AfterEach
    void dataxIsAsItWas() {
        bind(DATAX_ZONE, DATAX_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DATAX_ZONE,
                "Asia/Shanghai",
                "Asia/Kathmandu",
                "America/New_York",
                "America/St_Johns",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Africa/Monrovia"
            })
    void everyMomentHasTheTextThatDataxHas(String zone) {
        bind(zone, DATAX_FORMAT);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        MomentText moments = new MomentText();
        int counted = 0;
        int all = 40_000;
        for (int i = 0; i < all; i++) {
            long millis = moment(random);
            String text = moments.of(millis);
            if (text != null) {
                counted++;
                assertThat(text)
                        .as("-Dseed=%d, %d in %s", seed, millis, zone)
                        .isEqualTo(asked(millis) + fraction(millis));
            }
        }
        assertThat(counted).as("DataX is rarely asked, -Dseed=%d", seed).isGreaterThan(all / 2);
    }

    /** Hours in which clocks were changed are the ones to get wrong. */
    @Test
    void theMinutesAroundAChangeOfClocksAreRight() {
        bind("America/New_York", DATAX_FORMAT);
        MomentText moments = new MomentText();
        long change = Instant.parse("2024-11-03T06:00:00Z").toEpochMilli();
        assertThat(moments.of(change)).as("a day that is not counted").isNull();
        bind("Pacific/Apia", DATAX_FORMAT);
        MomentText skipped = new MomentText();
        assertThat(skipped.of(Instant.parse("2011-12-30T09:59:59Z").toEpochMilli()))
                .as("the day after was left out")
                .isNull();
        assertThat(skipped.of(Instant.parse("2012-01-01T00:00:00Z").toEpochMilli()))
                .isEqualTo("2012-01-01 14:00:00");
    }

    /** What makes a day's first and last second enough to ask for. */
    @Test
    void noTimeZoneHasChangedItsClockAndBackWithinADay() {
        Instant end = Instant.parse("2100-01-01T00:00:00Z");
        int changes = 0;
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneRules rules = ZoneId.of(id).getRules();
            ZoneOffsetTransition before = rules.nextTransition(Instant.MIN);
            while (before != null && before.getInstant().isBefore(end)) {
                changes++;
                ZoneOffsetTransition next = rules.nextTransition(before.getInstant());
                if (next != null) {
                    boolean withinADay = Duration.between(before.getInstant(), next.getInstant())
                                    .toDays()
                            < 1;
                    assertThat(withinADay && next.getOffsetAfter().equals(before.getOffsetBefore()))
                            .as("%s: %s and %s", id, before, next)
                            .isFalse();
                }
                before = next;
            }
        }
        assertThat(changes).as("changes of clocks that were looked at").isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy/MM/dd HH:mm:ss",
                "yyyy-MM-dd",
                "dd.MM.yyyy HH:mm:ss",
                "yyyy-MM-dd hh:mm:ss",
                "yyyy-MM-dd kk:mm:ss",
                "yyyy-MM-dd HH:ss:mm",
                "yyyy-mm-dd HH:MM:ss",
                "yyyyMMddHHmmss"
            })
    void anotherFormatIsLeftToDatax(String format) {
        bind(DATAX_ZONE, format);
        assertThat(new MomentText().of(1_700_000_000_000L)).isNull();
    }

    @Test
    void daysOfTheJulianCalendarAndYearsOfFiveDigitsAreThoseOfDatax() {
        MomentText moments = new MomentText();
        for (String instant : new String[] {
            "+10000-01-01T00:00:00Z",
            "-0044-03-15T12:00:00Z",
            "1500-03-09T12:00:00Z",
            "1582-10-14T15:59:59Z",
            "1582-10-15T00:00:00Z",
            "0001-01-05T00:00:00Z"
        }) {
            long millis = Instant.parse(instant).toEpochMilli();
            String text = moments.of(millis);
            assertThat(text == null ? asked(millis) : text).as(instant).isEqualTo(asked(millis));
        }
    }

    /** From 1900 to 2100, and half of them in days that share a place in the table. */
    private static long moment(Random random) {
        long day = random.nextBoolean() ? random.nextInt(73_000) - 25_567L : 4096L * (random.nextInt(16) - 6) + 19_000;
        long millis = day * 86_400_000 + random.nextInt(86_400_000);
        return random.nextBoolean() ? millis : Math.floorDiv(millis, 1000L) * 1000;
    }

    /** DataX leaves it out. */
    private static String fraction(long millis) {
        long rest = Math.floorMod(millis, 1000L);
        return rest == 0 ? "" : String.format(".%03d000", rest);
    }

    private static String asked(long millis) {
        return new DateColumn(millis).asString();
    }

    private static void bind(String zone, String format) {
        Configuration settings = Configuration.newDefault();
        settings.set("common.column.timeZone", zone);
        settings.set("common.column.datetimeFormat", format);
        ColumnCast.bind(settings);
    }
}
