package io.github.sluice.wire.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hexadecimal text, checked. {@code Character.digit} alone lets bad digits through as -1 (inventory #176). */
public final class Hex {
    /** The two digits of each byte, the first in the upper half. */
    private static final short[] PAIRS = new short[0x100];

    /** Value of each ASCII digit; -1 elsewhere. */
    private static final byte[] VALUES = new byte[128];

    static {
        for (int b = 0; b < PAIRS.length; b++) {
            PAIRS[b] = (short) (Character.forDigit(b >> 4, 16) << 8 | Character.forDigit(b & 15, 16));
        }
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) {
            VALUES[Character.forDigit(value, 16)] = (byte) value;
            VALUES[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
        }
    }

    private Hex() {}

    public static String encode(byte[] bytes) {
        byte[] digits = new byte[2 * bytes.length];
        encode(bytes, 0, bytes.length, digits, 0);
        return new String(digits, StandardCharsets.US_ASCII);
    }

    /**
     * Writes bytes as lower-case ASCII digits.
     *
     * @param target takes {@code 2 * length} digits from {@code at} on
     */
    public static void encode(byte[] bytes, int from, int length, byte[] target, int at) {
        for (int i = 0; i < length; i++) {
            short pair = PAIRS[bytes[from + i] & 0xff];
            target[at + 2 * i] = (byte) (pair >> 8);
            target[at + 2 * i + 1] = (byte) pair;
        }
    }

    /** Value of one ASCII digit, upper or lower case, or -1. */
    public static int digit(int c) {
        return c >= 0 && c < VALUES.length ? VALUES[c] : -1;
    }

    /**
     * Decodes ASCII digits.
     *
     * @param length an even count
     * @return null if something else is among them
     */
    public static byte @Nullable [] decode(byte[] ascii, int from, int length) {
        byte[] bytes = new byte[length / 2];
        int bad = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = digit(ascii[from + 2 * i]);
            int low = digit(ascii[from + 2 * i + 1]);
            bad |= high | low;
            bytes[i] = (byte) (high << 4 | low);
        }
        return bad < 0 ? null : bytes;
    }

    /** Whether the text is an even count of hexadecimal digits. */
    public static boolean isHex(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return text.length() % 2 == 0;
    }

    /**
     * Decodes an even count of hexadecimal digits.
     *
     * @throws IllegalArgumentException if the text is anything else; the message does not repeat it
     */
    public static byte[] decode(CharSequence text) {
        if (!isHex(text)) {
            throw new IllegalArgumentException("not an even count of hexadecimal digits");
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(text.charAt(2 * i)) << 4 | digit(text.charAt(2 * i + 1)));
        }
        return bytes;
    }
}
