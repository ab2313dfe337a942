package io.github.sluice.coordinator.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sluice drop-batch} came to.
 *
 * @param word {@code READY} of a look, {@code DROPPED}, {@code ALREADY}, or {@code FOUND_GONE} where somebody else had
 *     removed the topic
 * @param tombstone empty of a look
 * @param foretold of a look, the requests that would change something; else empty
 */
public record BatchEnding(
        String table,
        int attempt,
        String topic,
        String word,
        Map<String, @Nullable Object> tombstone,
        List<String> foretold) {}
