package io.github.sluice.streamer.engine;

import java.time.Duration;

/**
 * How long the engine waits for what.
 *
 * @param heartbeat the position is written again at least so often
 * @param shortestWait before the first new attempt after a failure
 * @param longestWait before any attempt
 * @param patience how long a server may lack what we need (transactions that a replica has yet to apply) before that
 *     counts as a loss
 */
record Timings(Duration heartbeat, Duration shortestWait, Duration longestWait, Duration patience) {
    static final Timings DEFAULT =
            new Timings(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
}
