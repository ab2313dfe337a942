package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.control.Said;
import io.github.sluice.coordinator.schedule.Permits;
import io.github.sluice.coordinator.schedule.Permits.Lease;
import io.github.sluice.coordinator.schedule.Pool;
import io.github.sluice.coordinator.schedule.Throttle;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets steps of many tables begin: not while the operator has paused the table, not while a server has too much to do, and
 * only with the permits that the step needs. A step that only waits for the other half needs none.
 *
 * <p>A snapshot's permits are taken before the capture, because P0 must not grow old while a table waits for its turn.
 * Thread-safe; a table has one thread per half.
 */
final class Traffic {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** Requests that take a moment each; more at once would only be a burst for the server. */
    private static final int PREPARATIONS = 4;

    private final Permits permits;
    private final int dataxChannels;
    private final Map<String, Integer> ranks;
    private final @Nullable Said said;
    private final Map<Step, Throttle> throttles;
    private final Duration patience;
    private final Board board;
    private final Map<Place, Held> held = new ConcurrentHashMap<>();

    /** A table in a half. */
    private record Place(Side half, String table) {}

    /** Permits, and what they were taken for. */
    private record Held(Lease lease, Map<Pool, Integer> need) {}

    private Traffic(
            Permits permits,
            int dataxChannels,
            Map<String, Integer> ranks,
            @Nullable Said said,
            Map<Step, Throttle> throttles,
            Duration patience,
            Board board) {
        this.permits = permits;
        this.dataxChannels = dataxChannels;
        this.ranks = ranks;
        this.said = said;
        this.throttles = throttles;
        this.patience = patience;
        this.board = board;
    }

    /** Holds nothing back. */
    static Traffic free(Board board) {
        return new Traffic(new Permits(Map.of()), 1, Map.of(), null, Map.of(), Duration.ZERO, board);
    }

    /**
     * @param ranks of tables that go first, by name; smaller is earlier, unknown ones are equal
     * @param throttles what holds steps back
     */
    static Traffic of(
            SluiceSettings settings,
            Map<String, Integer> ranks,
            Said said,
            Map<Step, Throttle> throttles,
            Board board) {
        int channels = settings.datax() == null ? 1 : settings.datax().channels();
        return new Traffic(
                new Permits(Map.of(
                        Pool.SNAPSHOTS, settings.parallel().snapshots(),
                        Pool.CHANNELS, settings.parallel().channels(),
                        Pool.LOADS, settings.parallel().loads(),
                        Pool.PREPARATIONS, PREPARATIONS)),
                channels,
                ranks,
                said,
                throttles,
                settings.control().patience(),
                board);
    }

    private Map<Pool, Integer> need(Step step) {
        return switch (step) {
            case TABLE, TOPICS -> Map.of(Pool.PREPARATIONS, 1);
            case CAPTURE, SNAPSHOT -> Map.of(Pool.SNAPSHOTS, 1, Pool.CHANNELS, dataxChannels);
            case LOAD, VERIFY, CUTOVER -> Map.of(Pool.LOADS, 1);
            // both may wait for a person's sign-off, who must not hold up other tables
            case DROP, STREAM -> Map.of();
        };
    }

    /**
     * The first reading of a table by a half, before any step; its permit ends with the first step or wait.
     *
     * @throws Skipped if the table is left out
     */
    void open(Side half, String table, Step first) {
        admit(half, table, first, Map.of(Pool.PREPARATIONS, 1));
    }

    /**
     * Returns when a step may begin.
     *
     * @throws Skipped if the table is left out
     * @throws Failure if it was held back for too long
     */
    void enter(String table, Step step) {
        Place place = new Place(step.half(), table);
        Map<Pool, Integer> need = need(step);
        Held before = held.get(place);
        if (before != null && (!before.need().equals(need) || isPaused(table))) {
            leave(place); // what was held for the capture serves the snapshot, and nothing else serves another step
        }
        admit(step.half(), table, step, need);
    }

    /** The step has ended, in whatever way. */
    void leave(String table, Step step) {
        if (step != Step.CAPTURE) {
            leave(new Place(step.half(), table));
        }
    }

    /** The half is through with the table. */
    void leave(Side half, String table) {
        leave(new Place(half, table));
    }

    private void leave(Place place) {
        Held before = held.remove(place);
        if (before != null) {
            before.lease().close();
        }
    }

    /** A half waits for the other one's step; it needs nothing for that, not even what it had. */
    void waits(String table, Step step) {
        leave(new Place(step.half() == Side.SOURCE ? Side.TARGET : Side.SOURCE, table));
        board.waits(table, step);
    }

    private void admit(Side half, String table, Step step, Map<Pool, Integer> need) {
        Instant limit = Instant.now().plus(patience);
        while (true) {
            awaitResumed(table, step, limit);
            Place place = new Place(half, table);
            if (need.isEmpty() || held.containsKey(place)) {
                return;
            }
            Optional<Lease> lease = take(table, step, need);
            if (lease.isEmpty()) {
                continue; // it was paused while it stood in line
            }
            held.put(place, new Held(lease.get(), need));
            if (!isPaused(table)) {
                throttle(table, step);
            }
            if (!isPaused(table)) {
                return;
            }
            leave(place);
        }
    }

    private Optional<Lease> take(String table, Step step, Map<Pool, Integer> need) {
        boolean[] shown = {false};
        return permits.take(
                need,
                ranks.getOrDefault(table, 0),
                () -> {
                    if (shown[0]) {
                        board.holds(table, step, new Hold(Hold.Reason.TURN, ""));
                    }
                    shown[0] = true; // not at the first look, which may be its turn already
                    throwIfSkipped(table);
                    return isPaused(table);
                },
                LOOK_EVERY);
    }

    /** Whoever is held back keeps its place: what is behind it in line would add to the same load. */
    private void throttle(String table, Step step) {
        Throttle throttle = throttles.get(step);
        if (throttle != null) {
            throttle.await(table, detail -> {
                board.holds(table, step, new Hold(Hold.Reason.THROTTLED, detail));
                throwIfSkipped(table);
                return isPaused(table);
            });
        }
    }

    private void awaitResumed(String table, Step step, Instant limit) {
        while (true) {
            throwIfSkipped(table);
            Optional<Instruction> pause = instruction(table).filter(found -> found.verb() == Verb.PAUSE);
            if (pause.isEmpty()) {
                return;
            }
            if (Instant.now().isAfter(limit)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        table + ": paused by " + pause.get().by() + " before step " + step.word() + " for longer than "
                                + patience.toMinutes() + " min (control.wait); sluice resume " + table
                                + ", and run again");
            }
            board.holds(table, step, new Hold(Hold.Reason.PAUSED, pause.get().by()));
            Pause.sleep(LOOK_EVERY, table + " is paused");
        }
    }

    private boolean isPaused(String table) {
        return instruction(table).filter(found -> found.verb() == Verb.PAUSE).isPresent();
    }

    /** @throws Skipped if an operator has the table left out */
    void throwIfSkipped(String table) {
        Optional<Instruction> skip = instruction(table).filter(found -> found.verb() == Verb.SKIP);
        if (skip.isPresent()) {
            throw new Skipped(table + ": skipped by " + skip.get().by() + " at "
                    + skip.get().at() + "; sluice resume " + table + " takes it in again");
        }
    }

    private Optional<Instruction> instruction(String table) {
        return said == null ? Optional.empty() : Instruction.newest(said, table);
    }
}
