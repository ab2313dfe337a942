package io.github.sluice.connect;

import java.io.IOException;
import java.util.Set;

/** The loads that earlier owners of partitions may have left unfinished. */
interface FormerLoads {
    /**
     * Returns once none of them can still become visible by itself: it is aborted or visible. Returns early when
     * cancelled, and then nothing may be loaded.
     *
     * @throws IOException when that could not be reached this time; it may be tried again
     */
    void settle(String topic, Set<Integer> partitions, Cancellation cancellation) throws IOException;

    /** Connect has given us partitions: from now on earlier owners begin nothing. */
    default void opened() {}
}
