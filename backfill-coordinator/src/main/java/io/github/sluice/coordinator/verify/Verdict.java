package io.github.sluice.coordinator.verify;

/** What a comparison says. A lost connection is neither equality nor difference. */
public enum Verdict {
    EQUAL,
    DIFF,
    UNKNOWN
}
