package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The places between which rows could be lost, in order. Names are stable: they are in the JSON and in JUnit's XML. */
public enum Hop {
    /** What DataX read = what Kafka acknowledged. */
    READ_ACKED,
    /** What was acknowledged = what the batch topic holds. */
    ACKED_TOPIC,
    /** What the batch topic holds = what StarRocks holds. */
    TOPIC_STARROCKS,
    /** MySQL = StarRocks after the stream has taken over; only in a run with live changes. */
    MYSQL_STARROCKS;

    /**
     * What is known of a hop.
     *
     * @param left rows before the hop; null if not known
     * @param right rows behind it; null if not known
     * @param message why it is not EQUAL; empty where it is, and where it was not compared yet
     */
    public record Result(
            Hop hop,
            Verdict verdict,
            @Nullable Long left,
            @Nullable Long right,
            ExitCode code,
            String message) {}

    /** The hop at which this code says that rows differ. */
    static Optional<Hop> of(ExitCode code) {
        return switch (code) {
            case READ_NOT_ACKED -> Optional.of(READ_ACKED);
            case ACKED_NOT_IN_TOPIC, UNDECRYPTABLE -> Optional.of(ACKED_TOPIC);
            case TOPIC_NOT_IN_STARROCKS -> Optional.of(TOPIC_STARROCKS);
            case LIVE_DIFF -> Optional.of(MYSQL_STARROCKS);
            default -> Optional.empty();
        };
    }

    /** Its name in the JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
