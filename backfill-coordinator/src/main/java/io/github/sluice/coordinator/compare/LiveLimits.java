package io.github.sluice.coordinator.compare;

import java.time.Duration;

/**
 * How far a comparison goes.
 *
 * @param chunkRows rows of a chunk; one chunk is what either half holds in memory
 * @param suspects keys held at once because they looked different
 * @param named differing or unsettled keys that are named
 * @param differing differing rows after which the rest of the table is not compared any more
 * @param settle how long keys that look different are looked at again before they are UNKNOWN
 * @param patience how long one half waits for a sign of the other
 */
public record LiveLimits(int chunkRows, int suspects, int named, int differing, Duration settle, Duration patience) {
    public LiveLimits {
        if (chunkRows < 1 || suspects < 1 || named < 1 || differing < 1) {
            throw new IllegalArgumentException("the limits of a comparison are above 0");
        }
    }

    /** What suits a table of any size. */
    public static LiveLimits standard(Duration patience) {
        return new LiveLimits(10_000, 2_000, 100, 10_000, Duration.ofMinutes(10), patience);
    }
}
