package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.kafka.StreamTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one table, in this order: source, stream topic, StarRocks. So a change that travels meanwhile makes
 * the target look newer, never the other way round.
 *
 * @param threshold how old the newest value may be; null if nobody said
 * @param target greatest value in StarRocks
 * @param targetMoment what it means as a time; empty for no value, or one that is no time
 * @param source greatest value over all shards in every MySQL
 * @param several whether the table is in several MySQLs, so that a young row says nothing of the others
 * @param ahead the MySQLs that have greater values than StarRocks has of them
 * @param missingSince the least value of theirs that StarRocks has not; not asked where there is none
 * @param topic the end of the stream topic
 */
record Observation(
        WatchedColumn column,
        @Nullable Duration threshold,
        Answer<ColumnMax> target,
        Optional<Instant> targetMoment,
        Answer<ColumnMax> source,
        boolean several,
        List<String> ahead,
        Answer<Optional<Instant>> missingSince,
        Answer<StreamTail> topic) {
    Observation {
        ahead = List.copyOf(ahead);
    }
}
