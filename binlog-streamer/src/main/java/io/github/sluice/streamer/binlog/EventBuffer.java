package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.binlog.RowEvents.BrokenEventException;
import java.io.IOException;
import java.io.InputStream;

/** The memory that events are read into; a huge one's is given back after it. One thread. */
final class EventBuffer {
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[64 * 1024];

    /** Reads exactly {@code length} bytes; they are valid until the next call. */
    byte[] fill(InputStream in, int length) throws IOException {
        if (length < 0) {
            throw new BrokenEventException("an event of impossible length");
        }
        byte[] target = bytes;
        if (length > target.length) {
            target = new byte[length];
            if (length <= KEPT) {
                bytes = target;
            }
        }
        if (in.readNBytes(target, 0, length) < length) {
            throw new BrokenEventException("an event that ends before its length");
        }
        return target;
    }
}
