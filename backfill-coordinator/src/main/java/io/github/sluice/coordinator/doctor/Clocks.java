package io.github.sluice.coordinator.doctor;

import java.time.Duration;

/** Another clock against this machine's. */
final class Clocks {
    /** Positions, evidence and freshness are compared across machines in seconds. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private Clocks() {}

    static Judgement judge(Seen<Duration> ahead) {
        return ahead.judge(found -> Judgement.when(found.abs().compareTo(MOST) <= 0, "ahead=" + found));
    }

    /**
     * How far another clock is ahead, by the middle of the question's time.
     *
     * @param before this machine's time in milliseconds when the question was sent
     * @param after and when the answer was there
     */
    static Duration ahead(double otherSeconds, long before, long after) {
        return Duration.ofMillis(Math.round(otherSeconds * 1000) - (before + after) / 2);
    }
}
