package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What another process on this machine is doing with a table in one half, as {@link ProgressFile} wrote it down.
 *
 * @param reason who paused it, or what was measured; empty otherwise
 * @param rows of the step so far
 * @param before rows of which it is not known how long they took
 * @param total 0 if nobody knows
 * @param since when the step began, or began to count anew
 */
public record Progress(
        String table,
        String half,
        String step,
        State state,
        String reason,
        long rows,
        long before,
        long total,
        Instant since,
        Instant at) {
    private static final Duration SHORTEST_MEASURE = Duration.ofMillis(500);

    /** What a table is doing. */
    public enum State {
        RUNNING,
        /** For the other half, or for the next step. */
        WAITING,
        TURN,
        PAUSED,
        THROTTLED,
        DONE,
        FAILED,
        SKIPPED
    }

    static Path file(Path stateFolder, Side side) {
        return stateFolder.resolve("progress-" + side.name().toLowerCase(Locale.ROOT) + ".json");
    }

    /**
     * The newest of each half, by table; of living processes only, for what a dead one did stands in the journal. A file
     * that cannot be read says nothing.
     */
    public static Map<String, List<Progress>> read(Path stateFolder) {
        Map<String, Progress> newest = new HashMap<>();
        for (Side side : Side.values()) {
            for (Progress one : read(stateFolder, side)) {
                newest.merge(
                        one.half + "\n" + one.table, one, (known, other) -> other.at.isAfter(known.at) ? other : known);
            }
        }
        Map<String, List<Progress>> byTable = new HashMap<>();
        newest.values().forEach(one -> byTable.computeIfAbsent(one.table, table -> new ArrayList<>())
                .add(one));
        byTable.values().forEach(list -> list.sort((one, other) -> one.half.compareTo(other.half)));
        return byTable;
    }

    private static List<Progress> read(Path stateFolder, Side side) {
        List<Progress> found = new ArrayList<>();
        try {
            Path file = file(stateFolder, side);
            if (!Files.exists(file) || !(Json.parse(Files.readString(file)) instanceof Map<?, ?> all)) {
                return found;
            }
            boolean alive = all.get("pid") instanceof Long pid
                    && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
            if (alive && all.get("tables") instanceof List<?> tables) {
                tables.forEach(one -> of(one).ifPresent(found::add));
            }
        } catch (IOException | IllegalArgumentException replacedOrBroken) {
            return List.of();
        }
        return found;
    }

    private static Optional<Progress> of(Object json) {
        if (json instanceof Map<?, ?> one
                && one.get("table") instanceof String table
                && one.get("half") instanceof String half
                && one.get("step") instanceof String step
                && one.get("state") instanceof String state
                && one.get("reason") instanceof String reason
                && one.get("rows") instanceof Long rows
                && one.get("before") instanceof Long before
                && one.get("total") instanceof Long total
                && one.get("since") instanceof String since
                && one.get("at") instanceof String at) {
            try {
                return Optional.of(new Progress(
                        table,
                        half,
                        step,
                        State.valueOf(state),
                        reason,
                        rows,
                        before,
                        total,
                        Instant.parse(since),
                        Instant.parse(at)));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return Optional.empty();
    }

    /** Rows a second; empty while there is nothing to measure. */
    public OptionalDouble rate() {
        Duration took = Duration.between(since, at);
        return state != State.RUNNING || rows <= before || took.compareTo(SHORTEST_MEASURE) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((rows - before) * 1000.0 / took.toMillis());
    }

    /** Seconds that are left at this rate; empty if nobody knows. */
    public OptionalLong secondsLeft() {
        OptionalDouble rate = rate();
        return rate.isPresent() && total > rows
                ? OptionalLong.of(Math.round((total - rows) / rate.getAsDouble()))
                : OptionalLong.empty();
    }
}
