package io.github.sluice.coordinator.kafka;

import java.util.Optional;

/** What a streamer says of itself in its position records. One thread; closed by its opener. */
public interface StreamerWords extends AutoCloseable {
    /** The newest word; empty if there is none. */
    Optional<PositionTopic.Heard> read();

    /** Says for a message how many records did not open; empty if all did. */
    String unopenedText();

    @Override
    void close();
}
