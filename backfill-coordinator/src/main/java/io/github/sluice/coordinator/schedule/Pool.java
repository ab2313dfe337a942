package io.github.sluice.coordinator.schedule;

/** What tables share, and must not use up together. */
public enum Pool {
    /** DataX processes beside MySQL. */
    SNAPSHOTS,
    /** Channels of all DataX processes together. */
    CHANNELS,
    /** Tables that are loaded or compared on the warehouse's side. */
    LOADS,
    /** Short requests that prepare or tidy up: reading the catalogue, creating, dropping. */
    PREPARATIONS
}
