package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.kafka.StreamTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was seen of one table, and what it means. Immutable. */
public final class Finding {
    /** What it means. */
    public enum Verdict {
        /** The newest row is young enough, or newer ones have not been under way for longer than they may be. */
        FRESH,
        /** The newest row is old, and there is nothing newer as far as this half can see. */
        IDLE,
        /** Newer rows are held up, or the newest is too old and nothing explains it. */
        LAGGING,
        /** No row, as everywhere else. */
        EMPTY,
        /** Something that decides could not be asked. */
        UNKNOWN
    }

    /** Where newer rows are held up. */
    public enum Where {
        /** Between MySQL and the stream topic. */
        CAPTURE,
        /** Between the stream topic and StarRocks. */
        LOAD,
        /** Not seen from here. */
        UNSEEN
    }

    private final Observation seen;
    private final Instant now;
    private final Verdict verdict;
    private final @Nullable Where where;
    private final Phrase reason;

    Finding(Observation seen, Instant now, Verdict verdict, @Nullable Where where, Phrase reason) {
        this.seen = seen;
        this.now = now;
        this.verdict = verdict;
        this.where = where;
        this.reason = reason;
    }

    public WatchedColumn column() {
        return seen.column();
    }

    public Verdict verdict() {
        return verdict;
    }

    /** Where it lags; null unless LAGGING. */
    public @Nullable Where where() {
        return where;
    }

    /** Why the verdict is what it is. */
    public Phrase reason() {
        return reason;
    }

    /** The greatest value in StarRocks; null if StarRocks gave no answer. */
    public @Nullable ColumnMax target() {
        return seen.target().value();
    }

    /** The greatest value in MySQL; null if it was not asked or gave no answer. */
    public @Nullable ColumnMax source() {
        return seen.source().value();
    }

    /** The MySQLs that have rows which StarRocks has not, where the table is in several; else empty. */
    public List<String> ahead() {
        return seen.several() ? seen.ahead() : List.of();
    }

    /** The end of the stream topic; null if it was not asked or gave no answer. */
    public @Nullable StreamTail topic() {
        return seen.topic().value();
    }

    /** How old StarRocks' greatest value is, never negative; empty for no value, or one that is no time. */
    public Optional<Duration> age() {
        return seen.targetMoment()
                .map(moment -> Duration.between(moment, now))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    /** How old it may be; null if nobody said. */
    public @Nullable Duration threshold() {
        return seen.threshold();
    }

    /** Why something gave no answer, in the order source, topic, StarRocks. */
    public List<String> faults() {
        return Stream.of(
                        seen.source().fault(),
                        seen.topic().fault(),
                        seen.target().fault(),
                        seen.missingSince().fault())
                .filter(fault -> !fault.isEmpty())
                .toList();
    }
}
