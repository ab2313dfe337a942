package io.github.sluice.coordinator.compare;

import org.jspecify.annotations.Nullable;

/** Writes changes into a stream topic as the streamer writes them. One thread. */
interface ChangeSender extends AutoCloseable {
    /** Where a record stands. */
    record Place(int partition, long offset) {}

    /**
     * Sends one change and waits until every replica has it.
     *
     * @param wire the row; for a deletion all that is known of it, because StarRocks wants values for NOT NULL columns
     */
    Place send(@Nullable Object[] wire, boolean deleted);

    @Override
    void close();
}
