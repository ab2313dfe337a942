package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.keys.KeyBudget.Limit;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import io.github.sluice.coordinator.run.Board;
import io.github.sluice.coordinator.run.Hold;
import io.github.sluice.coordinator.run.KeyWarning;
import io.github.sluice.coordinator.run.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter text = new StringWriter();
    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void aKeyThatNearsItsLimitIsSaidWithItsRemedyInBothLanguages() {
        Screen screen = new Screen(new PrintWriter(text), false, clock);
        KeyWarning records = new KeyWarning(
                "5e1f00c3",
                new Share(Limit.RECORDS, OptionalLong.of(3_500_000_000L), 1L << 32),
                "sluice keys rotate K");
        KeyWarning unknown = new KeyWarning(
                "5e1f00c3",
                new Share(Limit.AGE, OptionalLong.empty(), Duration.ofDays(365).toSeconds()),
                "sluice keys rotate K");
        screen.warns(records);
        screen.warns(unknown);
        Messages.choose("zh");
        screen.warns(records);
        screen.warns(unknown);
        Messages.choose("en");
        assertThat(text.toString().lines())
                .containsExactly(
                        "WARNING: key 5e1f00c3 has used 81 % of its limit of records: 3500000000 of 4294967296."
                                + " Rotate it soon: sluice keys rotate K",
                        "WARNING: key 5e1f00c3 is good for 365 days, and nobody knows when it was made, so its age is"
                                + " not checked. Rotate it: sluice keys rotate K",
                        "警告：密钥 5e1f00c3 的记录数已用 81 %（3500000000 / 4294967296），请尽快轮换：sluice keys rotate K",
                        "警告：密钥 5e1f00c3 的使用期限为 365 天，但创建时间未知，无法检查其使用时间。请轮换：sluice keys rotate K");
    }

    @BeforeEach
    void english() {
        Messages.choose("en");
    }

    @Test
    void aTerminalShowsOneBarPerStepWithRateAndTimeLeft() {
        Screen screen = new Screen(new PrintWriter(text), true, clock);
        screen.begins("orders", Step.LOAD);
        clock.pass(Duration.ofSeconds(10));
        screen.progress("orders", Step.LOAD, 2500, 10_000);
        assertThat(text.toString())
                .endsWith("orders 5 load [######..................] 2,500/10,000 25% 250/s ETA 0:30\n");
        screen.ends("orders", Step.LOAD, "10000");
        screen.close();
        assertThat(text.toString()).endsWith("\u001b[1A\u001b[2Korders 5 load: done (10000)\n");
    }

    @Test
    void elsewhereThereArePlainLinesNowAndThen() {
        Screen screen = new Screen(new PrintWriter(text), false, clock);
        screen.begins("orders", Step.SNAPSHOT);
        for (int i = 1; i <= 12; i++) {
            clock.pass(Duration.ofSeconds(1));
            screen.progress("orders", Step.SNAPSHOT, i * 100L, 0);
        }
        screen.fails("orders", Step.SNAPSHOT, "boom");
        screen.close();
        assertThat(text.toString()).isEqualToNormalizingNewlines("""
                        orders 4 snapshot: begins
                        orders 4 snapshot: 500 100/s
                        orders 4 snapshot: 1,000 100/s
                        orders 4 snapshot: FAILED boom
                        """);
    }

    @Test
    void readingBackTheTopicStartsARateOfItsOwn() {
        Screen screen = new Screen(new PrintWriter(text), true, clock);
        screen.begins("orders", Step.SNAPSHOT);
        clock.pass(Duration.ofSeconds(100));
        screen.progress("orders", Step.SNAPSHOT, 1000, 1000);
        clock.pass(Duration.ofSeconds(1));
        screen.progress("orders", Step.SNAPSHOT, 0, 1000);
        clock.pass(Duration.ofSeconds(1));
        screen.progress("orders", Step.SNAPSHOT, 500, 1000);
        assertThat(text.toString()).endsWith("500/1,000 50% 500/s ETA 0:01\n");
    }

    @Test
    void rowsThatCameAllAtOnceAreNoRate() {
        Screen screen = new Screen(new PrintWriter(text), true, clock);
        screen.begins("orders", Step.SNAPSHOT);
        clock.pass(Duration.ofSeconds(100));
        screen.progress("orders", Step.SNAPSHOT, 2000, 2000);
        clock.pass(Duration.ofSeconds(1));
        screen.progress("orders", Step.SNAPSHOT, 1000, 2000);
        assertThat(text.toString()).endsWith("1,000/2,000 50%\n");
        clock.pass(Duration.ofSeconds(10));
        screen.progress("orders", Step.SNAPSHOT, 1500, 2000);
        assertThat(text.toString()).endsWith("1,500/2,000 75% 50/s ETA 0:10\n");
    }

    @Test
    void severalTablesTakeALineEachWithinBoundsAndASummary() {
        Screen screen = new Screen(new PrintWriter(text), true, clock);
        List<String> tables = IntStream.range(0, 30).mapToObj(i -> "t" + i).toList();
        screen.plans(tables);
        screen.leaves("t28", Board.End.FAILED);
        screen.leaves("t29", Board.End.SKIPPED);
        for (int i = 0; i < 20; i++) {
            screen.holds("t" + i, Step.SNAPSHOT, new Hold(Hold.Reason.PAUSED, "li@box"));
        }
        screen.begins("t20", Step.LOAD);
        String drawn = text.toString();
        String last = drawn.substring(drawn.lastIndexOf("\u001b[2K") + 4);
        assertThat(last.lines()).hasSize(18);
        assertThat(last).startsWith("t20 5 load 0\n").contains("t0 4 snapshot paused by li@box\n");
        assertThat(last)
                .endsWith("... and 5 more\ntables: 0 done, 1 under way, 27 waiting, 1 failed, 1 skipped of 30\n");
    }

    @Test
    void elsewhereAHoldIsOneLineAndATurnIsNone() {
        Screen screen = new Screen(new PrintWriter(text), false, clock);
        Messages.choose("zh");
        screen.holds("t", Step.LOAD, new Hold(Hold.Reason.TURN, ""));
        screen.holds("t", Step.LOAD, new Hold(Hold.Reason.THROTTLED, "版本 900 > 500"));
        screen.holds("t", Step.LOAD, new Hold(Hold.Reason.THROTTLED, "版本 900 > 500"));
        Messages.choose("en");
        assertThat(text.toString()).isEqualTo("t 5 加载: 限流等待：版本 900 > 500\n");
    }
}
