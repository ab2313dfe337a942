package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.keys.KeyBudget.Share;

/**
 * A key that should be rotated, and one limit because of which.
 *
 * @param remedy the command to run
 */
public record KeyWarning(String keyId, Share share, String remedy) {}
