package io.github.sluice.streamer.value;

import java.nio.charset.StandardCharsets;

/**
 * A cursor over the bytes of one event. Little-endian unless a method says otherwise. One thread. Reading past the end
 * is a {@link TruncatedEventException}: the event is not what its header said.
 */
public final class EventBytes {
    private byte[] bytes;
    private int at;
    private int end;

    /** No bytes; {@link #reset} gives some. */
    public EventBytes() {
        bytes = new byte[0];
    }

    /** A cursor at the beginning of {@code bytes}. */
    public EventBytes(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Starts over with the bytes from {@code from} to before {@code to} of {@code source}, which is not copied. */
    public void reset(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
    }

    public int remaining() {
        return end - at;
    }

    /** The array that {@link #position()} points into. */
    public byte[] array() {
        return bytes;
    }

    public int position() {
        return at;
    }

    /** Steps over {@code count} bytes and returns where they start. */
    public int skip(int count) {
        if (count < 0 || count > end - at) {
            throw new TruncatedEventException("an event ends within a field");
        }
        int start = at;
        at += count;
        return start;
    }

    public int u8() {
        return bytes[skip(1)] & 0xff;
    }

    public int u16() {
        int i = skip(2);
        return (bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8;
    }

    public int u24() {
        int i = skip(3);
        return (bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16;
    }

    public int i32() {
        int i = skip(4);
        return (bytes[i] & 0xff)
                | (bytes[i + 1] & 0xff) << 8
                | (bytes[i + 2] & 0xff) << 16
                | (bytes[i + 3] & 0xff) << 24;
    }

    public long u32() {
        return i32() & 0xffffffffL;
    }

    public long u48() {
        return u32() | (long) u16() << 32;
    }

    public long i64() {
        return u32() | (long) i32() << 32;
    }

    /** An unsigned number of 1 to 8 bytes. */
    public long unsigned(int count) {
        long value = 0;
        int start = skip(count);
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[start + i] & 0xff);
        }
        return value;
    }

    /** An unsigned number of 0 to 8 bytes, highest byte first. */
    public long bigEndian(int count) {
        long value = 0;
        int start = skip(count);
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes[start + i] & 0xff);
        }
        return value;
    }

    /** The protocol's length-encoded integer. */
    public long packed() {
        int first = u8();
        switch (first) {
            case 252:
                return u16();
            case 253:
                return u24();
            case 254:
                return i64();
            case 251:
            case 255:
                throw new TruncatedEventException("a length is missing in an event");
            default:
                return first;
        }
    }

    /** A length-encoded integer that must be a length within the event. */
    public int packedLength() {
        long length = packed();
        if (length < 0 || length > end - at) {
            throw new TruncatedEventException("an event ends within a field");
        }
        return (int) length;
    }

    /** {@code count} bytes of UTF-8. */
    public String utf8(int count) {
        return new String(bytes, skip(count), count, StandardCharsets.UTF_8);
    }

    /** A copy of the next {@code count} bytes. */
    public byte[] copy(int count) {
        byte[] copy = new byte[count];
        System.arraycopy(bytes, skip(count), copy, 0, count);
        return copy;
    }
}
