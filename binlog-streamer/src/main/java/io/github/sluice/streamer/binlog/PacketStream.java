package io.github.sluice.streamer.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The packets of a replication connection, read from a socket whose reads time out often. A packet longer than 16 MB-1
 * comes in parts, which read as one. One thread.
 */
final class PacketStream extends InputStream {
    private static final int LONGEST_PART = 0xffffff;

    /** Called while nothing comes. */
    interface Silence {
        /** @param betweenPackets whether no packet is half read */
        void tick(boolean betweenPackets) throws IOException;
    }

    private final InputStream socket;
    private final long deadAfterNanos;
    private final Silence silence;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int limit;
    private int leftOfPart;
    private boolean lastPart = true;
    private boolean inPacket;
    private long bytes;

    PacketStream(InputStream socket, Duration deadAfter, Silence silence) {
        this.socket = socket;
        this.deadAfterNanos = deadAfter.toNanos();
        this.silence = silence;
    }

    /** Skips what is left of a packet and waits for the next one. */
    void nextPacket() throws IOException {
        while (available() > 0) {
            skipNBytes(available());
        }
        inPacket = false;
        partHeader();
        inPacket = true;
    }

    private void partHeader() throws IOException {
        int length = raw() | raw() << 8 | raw() << 16;
        raw(); // sequence
        leftOfPart = length;
        lastPart = length < LONGEST_PART;
    }

    private int raw() throws IOException {
        if (at == limit) {
            fill();
        }
        inPacket = true;
        return buffer[at++] & 0xff;
    }

    private void fill() throws IOException {
        long since = System.nanoTime();
        while (true) {
            try {
                int count = socket.read(buffer, 0, buffer.length);
                if (count < 0) {
                    throw new EOFException("the server closed the connection");
                }
                at = 0;
                limit = count;
                bytes += count;
                return;
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - since > deadAfterNanos) {
                    throw new EOFException("nothing came for " + deadAfterNanos / 1_000_000 + " ms");
                }
                silence.tick(!inPacket);
            }
        }
    }

    @Override
    public int read() throws IOException {
        if (!hasMore()) {
            return -1;
        }
        leftOfPart--;
        return raw();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        if (at == limit) {
            fill();
        }
        int count = Math.min(Math.min(length, leftOfPart), limit - at);
        System.arraycopy(buffer, at, target, from, count);
        at += count;
        leftOfPart -= count;
        return count;
    }

    private boolean hasMore() throws IOException {
        while (leftOfPart == 0) {
            if (lastPart) {
                return false;
            }
            partHeader();
        }
        return true;
    }

    /** Bytes left of the packet's part. */
    @Override
    public int available() throws IOException {
        return hasMore() ? leftOfPart : 0;
    }

    /** Bytes received since the connection was made. */
    long bytesReceived() {
        return bytes;
    }
}
