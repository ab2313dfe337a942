package io.github.sluice.wire.envelope;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals single messages, and many as one record. One thread each. */
public interface FrameSealer extends RecordSealer {
    /**
     * The messages as one record, compressed and sealed.
     *
     * @param plains one or more, in their order
     */
    byte[] sealFrame(List<byte[]> plains, String topic, byte @Nullable [] key);
}
