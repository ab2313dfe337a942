package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** {@link Capture} by GTID sets: the server's executed one and the streamer's acknowledged one. One thread. */
final class GtidCapture implements Capture {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** The source server's GTIDs. */
    interface Gtids {
        /** {@code @@GLOBAL.gtid_executed}. */
        String executed();

        /** Whether the first set is contained in the second, by the server's own arithmetic. */
        boolean subset(String inner, String outer);
    }

    private final Gtids server;
    private final StreamerPosition streamer;
    private final StreamTopic topic;
    private final Duration limit;
    private final Pause pause;
    private final Clock clock;

    GtidCapture(Gtids server, StreamerPosition streamer, StreamTopic topic, Duration limit, Pause pause, Clock clock) {
        this.server = server;
        this.streamer = streamer;
        this.topic = topic;
        this.limit = limit;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * A change is in the binlog, and may be in the topic, before the storage engine shows it. The position is read after
     * the boundary was taken, so it names every transaction below it; when they are all executed, they are all visible.
     */
    @Override
    public Offsets visibleBelow() {
        Offsets boundary = topic.stableEnds();
        String begun = streamer.read().begun();
        await("MySQL to show what is in the stream topic", () -> server.subset(begun, server.executed()));
        return boundary;
    }

    /** Ends and not stable ends: a row's partition may learn later than the position's that its transaction is over. */
    @Override
    public Offsets capturedBelow() {
        String executed = server.executed();
        await(
                "the streamer to acknowledge what MySQL has executed",
                () -> server.subset(executed, streamer.read().complete()));
        return topic.ends();
    }

    private void await(String what, BooleanSupplier condition) {
        Instant end = clock.instant().plus(limit);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(end)) {
                throw new Failure(ExitCode.UNKNOWN, "waited " + limit.toSeconds() + " s in vain for " + what);
            }
            pause.pause(BETWEEN_LOOKS);
        }
    }
}
