package io.github.sluice.coordinator.control;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a control topic, as they stand on the broker: any of them may be anybody's. Reading begins at the first
 * record and goes on from where it was.
 *
 * <p>Appending is thread-safe; reading is guarded by the one reader. Closed by its opener.
 */
interface ControlLog extends AutoCloseable {
    /** A record and where it stands. */
    record Entry(long offset, byte @Nullable [] key, byte @Nullable [] value) {}

    /** The next offset to be written. */
    long end();

    /** Where reading has come. */
    long position();

    /**
     * Appends a record and waits until every replica has it.
     *
     * @param what the record in words, for a message
     * @return its offset
     */
    long append(byte[] key, byte[] value, String what);

    /** What has come since; waits no longer than this for something. */
    List<Entry> poll(Duration patience);

    /** Between two looks: lets other threads have the topic. */
    void rest(String what);

    @Override
    void close();
}
