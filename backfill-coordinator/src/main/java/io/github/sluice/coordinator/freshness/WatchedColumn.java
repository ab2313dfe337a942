package io.github.sluice.coordinator.freshness;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A table of StarRocks and its column that says when a row was last changed. Immutable.
 *
 * @param written the table as the file has it, for output
 * @param database null for the database of the settings
 * @param threshold how old the newest value may be; null if the file does not say
 */
public record WatchedColumn(
        String written,
        @Nullable String database,
        String table,
        String column,
        @Nullable Duration threshold) {}
