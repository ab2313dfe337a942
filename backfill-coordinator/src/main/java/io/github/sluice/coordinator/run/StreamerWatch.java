package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.wire.position.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The streamer as its position records of one MySQL show it, beside the server that DataX reads. A streamer that lives writes a record
 * every few seconds, also when nothing happens. One thread; closed by its opener.
 */
final class StreamerWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** A streamer that lives and does not come nearer for so long is stuck. */
    private static final Duration STALL_LIMIT = Duration.ofMinutes(10);

    private final Streamer streamer;
    private final String source;
    private final World world;
    private final StreamerWords positions;
    private final ServerPositions server;

    /** @param mysql the name of the MySQL; empty for the only one that has none */
    StreamerWatch(Workplace work, String mysql) {
        this.streamer = work.settings().streamerOrRefuse();
        this.source = streamer.sourceNamed(mysql);
        this.world = work.world();
        this.positions = world.streamerWords(mysql);
        this.server = world.serverPositions(mysql);
    }

    /** The server that DataX reads. */
    ServerPositions server() {
        return server;
    }

    /** The place of the newest word of the streamer; -1 if it has said none. */
    long newestWord() {
        return positions.read().map(PositionTopic.Heard::offset).orElse(-1L);
    }

    /**
     * Waits for a sign of life, so that nothing is built on the last word of a streamer that is gone.
     *
     * @param after the place of the last word that does not count
     * @throws Failure with {@link ExitCode#REFUSED} if there is none
     */
    void awaitLife(long after) {
        await("a sign of life", ExitCode.REFUSED, null, heard -> heard.offset() > after);
    }

    /** The newest position; rows that are readable now are in it. */
    StreamPosition now() {
        return await("a position", position -> true);
    }

    /** Waits for a position for as long as the streamer lives and comes nearer. */
    StreamPosition await(String what, Predicate<StreamPosition> holds) {
        return await(what, ExitCode.UNKNOWN, null, heard -> holds.test(heard.position()));
    }

    /**
     * Waits for a position that a living streamer takes soon.
     *
     * @param advice what to do if it does not
     */
    StreamPosition awaitSoon(String what, String advice, Predicate<StreamPosition> holds) {
        return await(what, ExitCode.REFUSED, advice, heard -> holds.test(heard.position()));
    }

    private StreamPosition await(
            String what, ExitCode otherwise, @Nullable String advice, Predicate<PositionTopic.Heard> holds) {
        Instant begun = Instant.now();
        Instant lastWord = begun;
        Instant lastStep = begun;
        PositionTopic.Heard last = null;
        while (true) {
            Optional<PositionTopic.Heard> heard = positions.read();
            if (heard.isPresent()) {
                if (last == null || heard.get().offset() != last.offset()) {
                    lastWord = Instant.now();
                }
                if (last == null || !sameProgress(heard.get().position(), last.position())) {
                    lastStep = Instant.now();
                }
                last = heard.get();
                if (holds.test(last)) {
                    return last.position();
                }
            }
            if (Instant.now().isAfter(lastWord.plus(streamer.patience()))) {
                throw silent(what, otherwise, last);
            }
            if (advice != null && Instant.now().isAfter(begun.plus(streamer.patience()))) {
                throw new Failure(
                        otherwise,
                        name() + " lives, but within " + streamer.patience().toSeconds() + " s there was not " + what
                                + "; " + advice);
            }
            if (Instant.now().isAfter(lastStep.plus(STALL_LIMIT))) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        name() + " has stood still for " + STALL_LIMIT.toMinutes() + " min at "
                                + (last == null ? "nothing" : last.position()) + ", before " + what
                                + "; look at its log and /health, then run again");
            }
            world.rest(LOOK_EVERY);
        }
    }

    private static boolean sameProgress(StreamPosition one, StreamPosition other) {
        return one.gtidSet().equals(other.gtidSet())
                && one.file().equals(other.file())
                && one.position() == other.position()
                && java.util.Objects.equals(one.partial(), other.partial())
                && one.tables().equals(other.tables());
    }

    private Failure silent(String what, ExitCode otherwise, PositionTopic.@Nullable Heard last) {
        String found = last == null
                ? "topic " + streamer.positions() + " holds no position of " + name()
                : name() + " has written nothing for " + streamer.patience().toSeconds() + " s (last at "
                        + last.position().writtenAt() + ")";
        return new Failure(
                otherwise,
                found + positions.unopenedText() + ", and " + what + " is waited for; start it (binlog-streamer run),"
                        + " look at its log and /health, compare streamer.name, source and positions with its"
                        + " settings, then run again");
    }

    private String name() {
        return "streamer " + streamer.name() + " (source " + source + ")";
    }

    @Override
    public void close() {
        positions.close();
        server.close();
    }
}
