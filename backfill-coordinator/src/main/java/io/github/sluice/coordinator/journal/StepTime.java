package io.github.sluice.coordinator.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a step took.
 *
 * @param startedAt when it began for the first time in its attempt
 * @param endedAt null while it is under way
 */
public record StepTime(Instant startedAt, @Nullable Instant endedAt) {}
