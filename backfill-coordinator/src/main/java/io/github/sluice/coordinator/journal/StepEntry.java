package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;

/**
 * What the journal holds of one step.
 *
 * @param evidence JSON text; {@code {}} until the step has ended. Never holds a primary key, a row or a secret.
 */
public record StepEntry(String step, StepState state, ExitCode code, String message, String evidence) {}
