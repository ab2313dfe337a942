package io.github.sluice.coordinator.compare;

/**
 * Ties what a SELECT on the source sees to offsets of the stream topic, in both directions. Both calls wait for the
 * streamer or the server where they must. One thread.
 */
interface Capture {
    /** Every change below the boundary is seen by a SELECT that begins after the call. */
    Offsets visibleBelow();

    /**
     * Every change that a SELECT saw which ended before the call stands below the boundary; with one exception that the
     * caller has to bear: counted in GTIDs, a
     * change becomes visible moments before its transaction counts as executed.
     */
    Offsets capturedBelow();
}
