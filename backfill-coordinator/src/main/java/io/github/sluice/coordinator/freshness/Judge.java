package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.freshness.Finding.Verdict;
import io.github.sluice.coordinator.freshness.Finding.Where;
import io.github.sluice.coordinator.kafka.StreamTail;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules that make a verdict of what was seen. A proof of lag goes before everything else, and what could not be asked
 * never counts as good. Immutable and thread-safe.
 */
final class Judge {
    /** How long a change may be under way where no threshold is set. */
    static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private final Instant now;

    Judge(Instant now) {
        this.now = now;
    }

    Finding of(Observation seen) {
        Duration tolerance = seen.threshold() == null ? UNDER_WAY : seen.threshold();
        ColumnMax target = seen.target().value();
        if (target == null) {
            return finding(
                    seen, Verdict.UNKNOWN, null, phrase("failed", seen.target().fault()));
        }
        StreamTail tail = seen.topic().value();
        if (tail != null && tail.waitingSince() != null && isOver(tail.waitingSince(), tolerance)) {
            return finding(
                    seen,
                    Verdict.LAGGING,
                    Where.LOAD,
                    phrase("load", tail.behind(), tail.topic(), tail.waitingSince()));
        }
        if (!target.isEmpty() && seen.targetMoment().isEmpty()) {
            return finding(seen, Verdict.UNKNOWN, null, phrase("noTime", target.text()));
        }
        ColumnMax source = seen.source().value();
        if (!seen.ahead().isEmpty()) {
            return behindSource(seen, tolerance, tail);
        }
        boolean young =
                seen.targetMoment().isPresent() && !isOver(seen.targetMoment().get(), tolerance);
        if (young && !(seen.several() && seen.source().failed())) {
            return finding(seen, Verdict.FRESH, null, phrase("young"));
        }
        Verdict level = target.isEmpty() ? Verdict.EMPTY : Verdict.IDLE;
        if (source != null) {
            return finding(seen, level, null, phrase("levelWithSource"));
        }
        if (seen.source().failed()) {
            return finding(
                    seen, Verdict.UNKNOWN, null, phrase("failed", seen.source().fault()));
        }
        return tail == null ? alone(seen) : besideTopic(seen, tolerance, tail, level);
    }

    /** MySQL has newer rows: that is lag as soon as the oldest of them has been missing for too long. */
    private Finding behindSource(Observation seen, Duration tolerance, @Nullable StreamTail tail) {
        if (seen.missingSince().value() == null) {
            return finding(
                    seen,
                    Verdict.UNKNOWN,
                    null,
                    phrase("failed", seen.missingSince().fault()));
        }
        Instant missing = seen.missingSince().value().orElse(null);
        if (missing == null) {
            return finding(seen, Verdict.UNKNOWN, null, phrase("noTime", text(seen.source())));
        }
        if (!isOver(missing, tolerance)) {
            return finding(seen, Verdict.FRESH, null, phrase("underWay", missing));
        }
        if (tail == null) {
            return finding(seen, Verdict.LAGGING, Where.UNSEEN, phrase("missing", missing, which(seen)));
        }
        boolean inTopic =
                tail.behind() == null && tail.newest() != null && !tail.newest().isBefore(missing);
        return inTopic
                ? finding(seen, Verdict.LAGGING, Where.LOAD, phrase("notBegun", tail.topic(), tail.newest()))
                : finding(seen, Verdict.LAGGING, Where.CAPTURE, phrase("capture", missing, tail.topic(), which(seen)));
    }

    /** The warehouse's half: nothing newer can be seen than what stands in the topic. */
    private Finding besideTopic(Observation seen, Duration tolerance, StreamTail tail, Verdict level) {
        if (tail.waitingSince() != null) {
            return finding(seen, Verdict.FRESH, null, phrase("underWay", tail.waitingSince()));
        }
        Instant newest = tail.newest();
        Instant reached = seen.targetMoment().orElse(Instant.EPOCH);
        boolean newer = tail.behind() == null
                && newest != null
                && isOver(newest, tolerance)
                && newest.isAfter(reached.plus(tolerance));
        return newer
                ? finding(seen, Verdict.LAGGING, Where.LOAD, phrase("notBegun", tail.topic(), newest))
                : finding(seen, level, null, phrase("levelWithTopic", tail.topic()));
    }

    /** Nothing to compare with: only a threshold tells. */
    private Finding alone(Observation seen) {
        if (seen.topic().failed()) {
            return finding(
                    seen, Verdict.UNKNOWN, null, phrase("failed", seen.topic().fault()));
        }
        if (seen.threshold() == null) {
            return finding(seen, Verdict.UNKNOWN, null, phrase("nothingToCompare"));
        }
        return finding(seen, Verdict.LAGGING, Where.UNSEEN, phrase("tooOld"));
    }

    private static Phrase phrase(String reason, @Nullable Object... arguments) {
        return Phrase.of("freshness.reason." + reason, arguments);
    }

    /** For a sentence, behind the word MySQL; empty where there is one alone. */
    private static String which(Observation seen) {
        return seen.several() ? " " + String.join(", ", seen.ahead()) : "";
    }

    private static @Nullable String text(Answer<ColumnMax> answer) {
        ColumnMax value = answer.value();
        return value == null ? null : value.text();
    }

    private boolean isOver(Instant since, Duration limit) {
        return since.plus(limit).isBefore(now);
    }

    private Finding finding(Observation seen, Verdict verdict, @Nullable Where where, Phrase reason) {
        return new Finding(seen, now, verdict, where, reason);
    }
}
