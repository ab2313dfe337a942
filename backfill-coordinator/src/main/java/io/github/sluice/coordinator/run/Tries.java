package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How this process's halves came out with their tables, at the newest try of each. Thread-safe. */
final class Tries {
    private final Map<Key, Try> newest = new ConcurrentHashMap<>();
    private final Map<String, Instant> began = new ConcurrentHashMap<>();
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    /** A half's part in a table. */
    private record Key(Side half, String table) {}

    /**
     * One try of a half.
     *
     * @param again identifies the operator's word that this try followed; empty if there was none
     * @param failure null unless it failed
     * @param skipped why it was left out; empty if it was not
     */
    record Try(String again, boolean over, @Nullable Failure failure, String skipped) {
        /** Whether another word of the operator's may begin it once more. */
        boolean mayBeginAgain() {
            return over && (failure != null || !skipped.isEmpty());
        }
    }

    void begins(Side half, String table, String again) {
        began.putIfAbsent(table, Instant.now());
        newest.put(new Key(half, table), new Try(again, false, null, ""));
    }

    /**
     * @param failure null if it did not fail
     * @param skipped empty if it was not
     */
    void ends(Side half, String table, @Nullable Failure failure, String skipped) {
        ended.put(table, Instant.now());
        newest.computeIfPresent(
                new Key(half, table), (key, running) -> new Try(running.again(), true, failure, skipped));
    }

    Optional<Try> of(Side half, String table) {
        return Optional.ofNullable(newest.get(new Key(half, table)));
    }

    /** Both halves of one process see the same failure; the details are with whoever found it. */
    @Nullable
    Failure failure(String table) {
        Failure source = failure(Side.SOURCE, table);
        Failure target = failure(Side.TARGET, table);
        if (source == null || target == null) {
            return source == null ? target : source;
        }
        return source.details().isEmpty() && !target.details().isEmpty() ? target : source;
    }

    private @Nullable Failure failure(Side half, String table) {
        return of(half, table).map(Try::failure).orElse(null);
    }

    /** Why the table was left out; empty if it was not. */
    String skipped(String table) {
        return of(Side.SOURCE, table)
                .map(Try::skipped)
                .filter(reason -> !reason.isEmpty())
                .or(() -> of(Side.TARGET, table).map(Try::skipped))
                .orElse("");
    }

    /** Whether a half is through with the table, or has not begun. */
    boolean over(Side half, String table) {
        return of(half, table).map(Try::over).orElse(true);
    }

    Duration took(String table) {
        Instant from = began.get(table);
        Instant to = ended.get(table);
        return from == null || to == null ? Duration.ZERO : Duration.between(from, to);
    }

    static Failure unknown(String table, RuntimeException e) {
        return new Failure(ExitCode.UNKNOWN, table + ": " + e, e);
    }
}
