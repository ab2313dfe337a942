package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a backfill may take, and whether everything that must outlast it does: binlogs that the streamer has yet to
 * read, changes that wait for the batch, rows that wait for their comparison (inventory #21). Immutable.
 */
public final class Forecast {
    private static final Duration LEAST = Duration.ofHours(1);

    private final String table;
    private final Duration length;

    private Forecast(String table, Duration length) {
        this.table = table;
        this.length = length;
    }

    /** Rows are read once and loaded once, and the rate may be half of what is hoped for; never below an hour. */
    public static Forecast of(String table, long rows, int rowsPerSecond) {
        Duration length = Duration.ofSeconds(4 * rows / rowsPerSecond);
        return new Forecast(table, length.compareTo(LEAST) < 0 ? LEAST : length);
    }

    public Duration length() {
        return length;
    }

    /**
     * @param retention how long binlogs are kept; empty for ever
     * @throws Failure if they do not outlast the backfill
     */
    void refuseBinlog(Optional<Duration> retention) {
        if (retention.isPresent() && retention.get().compareTo(length) < 0) {
            throw refused(
                    "MySQL keeps its binlogs for " + text(retention.get()),
                    "raise binlog_expire_logs_seconds (or say what holds in streamer.binlogRetention)");
        }
    }

    /** @throws Failure if the topic's records do not outlast the backfill */
    void refuseTopic(String topic, Topics.Shape shape, String setting) {
        long millis = Long.parseLong(shape.config().getOrDefault("retention.ms", "-1"));
        if (millis >= 0 && Duration.ofMillis(millis).compareTo(length) < 0) {
            throw refused(
                    "topic " + topic + " keeps its records for " + text(Duration.ofMillis(millis)),
                    "raise its retention.ms (" + setting + " for a new topic, kafka-configs for this one)");
        }
        long bytes = Long.parseLong(shape.config().getOrDefault("retention.bytes", "-1"));
        if (bytes >= 0) {
            throw refused(
                    "topic " + topic + " keeps only its newest " + bytes + " bytes, however soon they come",
                    "set its retention.bytes to -1 (" + setting + " for a new topic, kafka-configs for this one)");
        }
    }

    private Failure refused(String found, String advice) {
        return new Failure(
                ExitCode.REFUSED,
                table + ": " + found + ", and the backfill may take " + text(length) + " (forecast from MySQL's row"
                        + " estimate and streamer.rowsPerSecond); " + advice);
    }

    private static String text(Duration duration) {
        return duration.toHours() >= 1
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
