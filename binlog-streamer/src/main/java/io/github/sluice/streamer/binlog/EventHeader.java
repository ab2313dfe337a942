package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.value.EventBytes;

/** The 19 bytes before each event. Reused from event to event; one thread. */
final class EventHeader {
    static final int SIZE = 19;
    private static final int IGNORABLE = 0x80;

    private final byte[] bytes = new byte[SIZE];
    private final EventBytes in = new EventBytes();
    private long second;
    private int type;
    private long length;
    private long nextPosition;
    private int flags;

    byte[] bytes() {
        return bytes;
    }

    /** Reads the fields out of {@link #bytes}. */
    void parse() {
        in.reset(bytes, 0, SIZE);
        second = in.u32();
        type = in.u8();
        in.skip(4);
        length = in.u32();
        nextPosition = in.u32();
        flags = in.u16();
    }

    /** When the statement began, epoch seconds; 0 for events that the server makes up. */
    long second() {
        return second;
    }

    int type() {
        return type;
    }

    /** Of the whole event: header, body and checksum. */
    long length() {
        return length;
    }

    /** Where the next event starts, the lowest 32 bits; 0 for events that are in no file. */
    long nextPosition() {
        return nextPosition;
    }

    /** Whether the server says that a reader which does not know the type may skip it. */
    boolean ignorable() {
        return (flags & IGNORABLE) != 0;
    }
}
