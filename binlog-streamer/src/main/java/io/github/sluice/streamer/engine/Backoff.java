package io.github.sluice.streamer.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waiting times that double up to a limit, each drawn between a half and the whole, so that clients do not meet. */
final class Backoff {
    private final long shortest;
    private final long longest;
    private final RandomGenerator random;
    private long next;

    Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortest = shortest.toMillis();
        this.longest = longest.toMillis();
        this.random = random;
        this.next = this.shortest;
    }

    /** How long to wait now. */
    Duration next() {
        long whole = next;
        next = Math.min(longest, whole * 2);
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /** Something went well: begin with the shortest time again. */
    void reset() {
        next = shortest;
    }
}
