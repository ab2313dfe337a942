package io.github.sluice.wire.envelope;

import io.github.sluice.wire.internal.ByteSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many messages as one: their number, then each one's length and bytes; numbers as unsigned LEB128. */
final class Frame {
    private Frame() {}

    static byte[] pack(List<byte[]> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a frame holds one message or more");
        }
        int size = 5;
        for (byte[] message : messages) {
            size = Math.addExact(size, Math.addExact(message.length, 5));
        }
        ByteSink out = new ByteSink(size);
        out.varint(messages.size());
        for (byte[] message : messages) {
            out.varint(message.length);
            out.put(message);
        }
        return out.toByteArray();
    }

    /** Null if the bytes are anything else than one whole frame. */
    static @Nullable List<byte[]> unpack(byte[] frame) {
        VarintReader in = new VarintReader(frame);
        int count = in.next();
        if (count < 1 || count > in.left()) {
            return null;
        }
        List<byte[]> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.next();
            if (length < 0 || length > in.left()) {
                return null;
            }
            messages.add(Arrays.copyOfRange(frame, in.at(), in.at() + length));
            in.skip(length);
        }
        return in.left() == 0 ? Collections.unmodifiableList(messages) : null;
    }
}
