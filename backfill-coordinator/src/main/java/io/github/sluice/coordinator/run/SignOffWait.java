package io.github.sluice.coordinator.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Waits, for a scheduler, until tables are signed off. One thread. */
public final class SignOffWait {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Function<String, SignOffDesk.Page> desk;
    private final Clock clock;
    private final Pause pause;

    /** How it waits between two looks. */
    public interface Pause {
        void sleep(Duration time);
    }

    public SignOffWait(Function<String, SignOffDesk.Page> desk, Clock clock, Pause pause) {
        this.desk = desk;
        this.clock = clock;
        this.pause = pause;
    }

    /** Looks again and again until all are signed off or the time is over, and returns the pages as they are then. */
    public List<SignOffDesk.Page> await(List<String> tables, Duration limit) {
        Instant end = clock.instant().plus(limit);
        while (true) {
            List<SignOffDesk.Page> pages = tables.stream().map(desk).toList();
            Duration left = Duration.between(clock.instant(), end);
            if (pages.stream().allMatch(SignOffDesk.Page::granted) || left.isNegative() || left.isZero()) {
                return pages;
            }
            pause.sleep(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
        }
    }
}
