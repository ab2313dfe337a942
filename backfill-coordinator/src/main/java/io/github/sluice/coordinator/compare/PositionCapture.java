package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.wire.position.SourcePosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@link Capture} by positions: the end of each server that the table is in, and what the streamer has acknowledged of it.
 * One thread.
 */
final class PositionCapture implements Capture {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** The source server, asked in the streamer's kind of position. */
    interface Server {
        /** A position that covers what a SELECT saw which ended before; it may be ahead. */
        SourcePosition end(SourcePosition kind);

        /** Whether what was sent can be seen. */
        Visibility visibility(SourcePosition kind, Collection<SourcePosition> sent);
    }

    /** A MySQL that rows of the table are in, and what the streamer has said of it. */
    record Part(Server server, StreamerPosition streamer) {}

    private final List<Part> parts;
    private final StreamTopic topic;
    private final Duration limit;
    private final Pause pause;
    private final Clock clock;

    /** @param parts one for each MySQL that the table is in */
    PositionCapture(List<Part> parts, StreamTopic topic, Duration limit, Pause pause, Clock clock) {
        this.parts = List.copyOf(parts);
        this.topic = topic;
        this.limit = limit;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * A change is in the binlog, and may be in the topic, before the storage engine shows it. The position is read after
     * the boundary was taken, so it names every transaction below it, and the server is asked after that.
     */
    @Override
    public Offsets visibleBelow() {
        Offsets boundary = topic.stableEnds();
        for (Part part : parts) {
            StreamerPosition.Reached reached = part.streamer().read();
            try (Visibility visibility = part.server().visibility(reached.complete(), reached.begun())) {
                await(() -> "MySQL to show what is in the stream topic: " + visibility.missing(), visibility::reached);
            }
        }
        return boundary;
    }

    /** Ends and not stable ends: a row's partition may learn later than the position's that its transaction is over. */
    @Override
    public Offsets capturedBelow() {
        for (Part part : parts) {
            SourcePosition end = part.server().end(part.streamer().read().complete());
            await(
                    () -> "the streamer to acknowledge what MySQL has executed",
                    () -> part.streamer().read().complete().covers(end));
        }
        return topic.ends();
    }

    private void await(Supplier<String> what, BooleanSupplier condition) {
        Instant end = clock.instant().plus(limit);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(end)) {
                throw new Failure(ExitCode.UNKNOWN, "waited " + limit.toSeconds() + " s in vain for " + what.get());
            }
            pause.pause(BETWEEN_LOOKS);
        }
    }
}
