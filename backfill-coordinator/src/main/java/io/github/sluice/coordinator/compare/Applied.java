package io.github.sluice.coordinator.compare;

/** What the stream connector has brought into StarRocks. One thread. */
interface Applied {
    /**
     * Waits until every committed record below the boundary is in StarRocks and visible to a query that begins afterwards.
     *
     * @throws io.github.sluice.coordinator.Failure 30 if that does not happen within the limit
     */
    void await(Offsets boundary);
}
