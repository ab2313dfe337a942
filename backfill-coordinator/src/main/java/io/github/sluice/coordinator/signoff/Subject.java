package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.verify.Verdict;

/**
 * What a sign-off is about; a word about anything else does not count for it.
 *
 * @param report SHA-256 of the verification report
 */
public record Subject(String run, String table, int attempt, String attemptId, String report, Verdict verdict) {}
