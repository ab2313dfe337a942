package io.github.sluice.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.schedule.Throttle.Gauge;
import io.github.sluice.coordinator.schedule.Throttle.Observer;
import io.github.sluice.coordinator.settings.PaceSettings.AtLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final List<String> shown = new ArrayList<>();

    /** Every look at it is a minute later. */
    private static Clock minutes() {
        AtomicInteger looks = new AtomicInteger();
        InstantSource source = () -> Instant.EPOCH.plusSeconds(60L * looks.incrementAndGet());
        return source.withZone(ZoneOffset.UTC);
    }

    private static Throttle throttle(AtLimit atLimit, Observer... observers) {
        List<Gauge> gauges = new ArrayList<>();
        for (Observer observer : observers) {
            gauges.add(new Gauge("threadsRunning" + gauges.size(), "Threads_running", "", 40, observer));
        }
        return new Throttle(gauges, Duration.ofMinutes(10), atLimit, Duration.ZERO, minutes());
    }

    private static Observer saying(long... values) {
        Deque<Long> left = new ArrayDeque<>();
        for (long value : values) {
            left.add(value);
        }
        return table -> OptionalLong.of(left.size() > 1 ? left.pop() : left.getFirst());
    }

    private boolean show(String reason) {
        shown.add(reason);
        return false;
    }

    @Test
    void aStepGoesOnAtTheLimitAndIsHeldBackAboveIt() {
        throttle(AtLimit.FAIL, saying(40)).await("t", this::show);
        assertThat(shown).isEmpty();
        throttle(AtLimit.FAIL, saying(41, 55, 40)).await("t", this::show);
        assertThat(shown)
                .containsExactly(
                        "Threads_running 41 > 40 (throttle.threadsRunning0)",
                        "Threads_running 55 > 40 (throttle.threadsRunning0)");
    }

    @Test
    void everyGaugeMustAllowIt() {
        throttle(AtLimit.FAIL, saying(1), saying(50, 1)).await("t", this::show);
        assertThat(shown).hasSize(1);
    }

    @Test
    void theWaitEndsWithASentenceThatSaysWhyAndWhatToDo() {
        assertThatThrownBy(() -> throttle(AtLimit.FAIL, saying(99)).await("orders", this::show))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                .hasMessage("orders: held back for 10 min (throttle.wait): Threads_running 99 > 40"
                        + " (throttle.threadsRunning0); run again when there is less to do, or raise the limit");
        assertThat(shown).hasSizeBetween(9, 11);
    }

    @Test
    void orItGoesOnByPolicy() {
        throttle(AtLimit.GO, saying(99)).await("orders", this::show);
        assertThat(shown).hasSizeBetween(9, 11);
    }

    @Test
    void whatCannotBeMeasuredHoldsNothingBack() {
        throttle(
                        AtLimit.FAIL,
                        table -> {
                            throw new Failure(ExitCode.UNKNOWN, "no such view");
                        },
                        table -> OptionalLong.empty())
                .await("t", this::show);
        assertThat(shown).isEmpty();
    }

    @Test
    void whoIsPausedMeanwhileWaitsNoLonger() {
        throttle(AtLimit.FAIL, saying(99)).await("t", reason -> true);
    }
}
