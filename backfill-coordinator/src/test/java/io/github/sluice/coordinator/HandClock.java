package io.github.sluice.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that the test moves; its zone is China's. Thread-safe. */
public final class HandClock extends Clock {
    private volatile Instant now;

    /** Stands at the moment given. */
    public HandClock(Instant now) {
        this.now = now;
    }

    /** Moves on. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.ofHours(8);
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
