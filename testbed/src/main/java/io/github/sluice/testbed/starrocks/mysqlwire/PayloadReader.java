package io.github.sluice.testbed.starrocks.mysqlwire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a payload; what is missing is an IOException. One thread. */
final class PayloadReader {
    private final byte[] bytes;
    private int at;

    PayloadReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return at >= bytes.length;
    }

    int int1() throws IOException {
        need(1);
        return bytes[at++] & 255;
    }

    int int2() throws IOException {
        return int1() | int1() << 8;
    }

    long int4() throws IOException {
        return int2() | (long) int2() << 16;
    }

    long int8() throws IOException {
        return int4() | int4() << 32;
    }

    byte[] raw(int length) throws IOException {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    byte[] rest() {
        int from = at;
        at = bytes.length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    String terminated() throws IOException {
        int end = at;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
        at = Math.min(bytes.length, end + 1);
        return text;
    }

    byte[] lengthEncodedBytes() throws IOException {
        int first = int1();
        long length;
        if (first < 251) {
            length = first;
        } else if (first == 0xFC) {
            length = int2();
        } else if (first == 0xFD) {
            length = int2() | (long) int1() << 16;
        } else {
            length = int8();
        }
        if (length < 0 || length > bytes.length) {
            throw new IOException("a length of " + length + " in a packet of " + bytes.length);
        }
        return raw((int) length);
    }

    private void need(int count) throws IOException {
        if (at + count > bytes.length) {
            throw new IOException("the packet ends too early");
        }
    }
}
