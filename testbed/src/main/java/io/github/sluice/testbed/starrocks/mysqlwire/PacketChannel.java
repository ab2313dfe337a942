package io.github.sluice.testbed.starrocks.mysqlwire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** MySQL packets over a socket: a length of three bytes, a sequence number, the payload. One thread. */
final class PacketChannel {
    private static final int LARGEST = 0xFFFFFF;
    /** What {@code max_allowed_packet} says (9.3). */
    private static final int LONGEST_COMMAND = 33554432;

    private final InputStream in;
    private final OutputStream out;
    private int sequence;

    PacketChannel(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, 1 << 14);
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /** Starts a new exchange: the next packet has number 0. */
    void newExchange() {
        sequence = 0;
    }

    /**
     * The next payload, joined if it came in several packets.
     *
     * @throws EOFException if the client closed
     */
    byte[] read() throws IOException {
        byte[] payload = new byte[0];
        while (true) {
            byte[] header = exactly(4);
            int length = (header[0] & 255) | (header[1] & 255) << 8 | (header[2] & 255) << 16;
            sequence = (header[3] & 255) + 1;
            if (payload.length + length > LONGEST_COMMAND) {
                throw new IOException("a command of more than " + LONGEST_COMMAND + " bytes");
            }
            byte[] part = exactly(length);
            if (payload.length == 0) {
                payload = part;
            } else {
                int old = payload.length;
                payload = Arrays.copyOf(payload, old + length);
                System.arraycopy(part, 0, payload, old, length);
            }
            if (length < LARGEST) {
                return payload;
            }
        }
    }

    /** Writes one payload, in several packets if it is long; buffered until {@link #flush}. */
    void write(Payload payload) throws IOException {
        byte[] bytes = payload.array();
        int from = 0;
        int length;
        do {
            length = Math.min(LARGEST, payload.length() - from);
            out.write(length);
            out.write(length >> 8);
            out.write(length >> 16);
            out.write(sequence++);
            out.write(bytes, from, length);
            from += length;
        } while (length == LARGEST);
    }

    void flush() throws IOException {
        out.flush();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}
