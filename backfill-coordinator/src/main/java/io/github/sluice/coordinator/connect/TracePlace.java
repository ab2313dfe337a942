package io.github.sluice.coordinator.connect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The record that a task's stack trace names: as our sink writes it, or as Connect's own error context does.
 *
 * @param offset of the record
 */
public record TracePlace(TopicPartition partition, long offset) {
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("topic ([a-zA-Z0-9._-]{1,249}), partition (\\d{1,9}), offset (\\d{1,18})"),
            Pattern.compile("topic='([a-zA-Z0-9._-]{1,249})', partition=(\\d{1,9}), offset=(\\d{1,18})"));

    /** The first that the trace names. */
    public static Optional<TracePlace> find(String trace) {
        for (Pattern pattern : PATTERNS) {
            Matcher matcher = pattern.matcher(trace);
            if (matcher.find()) {
                return Optional.of(new TracePlace(
                        new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
                        Long.parseLong(matcher.group(3))));
            }
        }
        return Optional.empty();
    }
}
