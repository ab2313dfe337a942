package io.github.sluice.wire.envelope;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens sealed messages. One thread each. */
public interface RecordOpener {
    /**
     * The one message inside.
     *
     * @param topic the topic that the record was sent to: of a dead letter the original one
     * @param key the record's key as bytes, or null for none
     * @throws UndecryptableException if it cannot be opened, or is a frame of many; nothing of it is passed on then
     */
    byte[] open(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException;

    /**
     * All messages inside: one, or those of a frame in their order.
     *
     * @throws UndecryptableException if it cannot be opened; nothing of it is passed on then
     */
    List<byte[]> openAll(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException;
}
