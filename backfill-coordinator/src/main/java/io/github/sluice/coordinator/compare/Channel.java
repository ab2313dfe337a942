package io.github.sluice.coordinator.compare;

import java.time.Duration;
import java.util.List;

/** A log that both halves append to and read. One thread. */
interface Channel extends AutoCloseable {
    record Record(byte[] key, byte[] value) {}

    /** Appends and waits until it is safe. */
    void send(byte[] key, byte[] value);

    /** The next records; empty if none comes in time. */
    List<Record> poll(Duration patience);

    @Override
    void close();
}
