package io.github.sluice.coordinator.compare;

import org.jspecify.annotations.Nullable;

/** The topic of a table's changes, as both halves see it. One thread. */
interface StreamTopic extends AutoCloseable {
    /** Where the next records will stand. Records of transactions that are still open stand below it. */
    Offsets ends();

    /** Below it all transactions are over; a consumer that reads committed records gets just so far. */
    Offsets stableEnds();

    /** Starts to read changes at a boundary. */
    Tail tail(Offsets from);

    @Override
    void close();

    /** Reads on and on. */
    interface Tail extends AutoCloseable {
        /**
         * Gives the committed changes from where the last call ended up to a stable boundary, each partition in order.
         *
         * @throws io.github.sluice.coordinator.Failure if a record is no change of this table, or Kafka is lost
         */
        void readTo(Offsets ends, ChangeSink sink);

        @Override
        void close();
    }

    /** Takes one change. */
    interface ChangeSink {
        /**
         * @param wire the row after the change, or before it if it was deleted
         */
        void change(int partition, long offset, @Nullable Object[] wire, boolean deleted);
    }
}
