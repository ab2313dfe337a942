package io.github.sluice.wire.envelope;

/** Reads unsigned LEB128 numbers of at most 31 bits, each in its shortest form. One thread. */
final class VarintReader {
    private final byte[] bytes;
    private int at;

    VarintReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next number, or -1 if there is none. */
    int next() {
        int value = 0;
        for (int shift = 0; shift < 35 && at < bytes.length; shift += 7) {
            int b = bytes[at++] & 0xff;
            if (shift == 28 && b > 7) {
                return -1;
            }
            value |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return b == 0 && shift > 0 ? -1 : value;
            }
        }
        return -1;
    }

    int at() {
        return at;
    }

    int left() {
        return bytes.length - at;
    }

    void skip(int count) {
        at += count;
    }
}
