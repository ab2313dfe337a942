package io.github.sluice.testbed.starrocks.mysqlwire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing payload with MySQL's encodings; little-endian. One thread. */
final class Payload {
    private byte[] bytes = new byte[256];
    private int length;

    Payload reset() {
        length = 0;
        return this;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    Payload int1(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    Payload int2(int value) {
        return int1(value).int1(value >> 8);
    }

    Payload int3(int value) {
        return int2(value).int1(value >> 16);
    }

    Payload int4(long value) {
        return int2((int) value).int2((int) (value >> 16));
    }

    Payload int8(long value) {
        return int4(value).int4(value >> 32);
    }

    Payload raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    Payload zeros(int count) {
        room(count);
        Arrays.fill(bytes, length, length + count, (byte) 0);
        length += count;
        return this;
    }

    /** A byte that is already written, to set bits in it. */
    void or(int at, int bits) {
        bytes[at] |= (byte) bits;
    }

    /** Text that ends with a zero byte. */
    Payload terminated(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8)).int1(0);
    }

    Payload lengthEncoded(long value) {
        if (value < 251) {
            return int1((int) value);
        } else if (value < 1 << 16) {
            return int1(0xFC).int2((int) value);
        } else if (value < 1 << 24) {
            return int1(0xFD).int3((int) value);
        }
        return int1(0xFE).int8(value);
    }

    Payload lengthEncoded(byte[] value) {
        return lengthEncoded(value.length).raw(value);
    }

    Payload lengthEncoded(String value) {
        return lengthEncoded(value.getBytes(StandardCharsets.UTF_8));
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
