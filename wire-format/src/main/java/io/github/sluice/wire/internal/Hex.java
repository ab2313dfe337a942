package io.github.sluice.wire.internal;

import java.nio.charset.StandardCharsets;

/** Hexadecimal text, checked. {@code Character.digit} alone lets bad digits through as -1 (inventory #176). */
public final class Hex {
    private Hex() {}

    public static String encode(byte[] bytes) {
        ByteSink sink = new ByteSink(2 * bytes.length);
        sink.hex(bytes, 0, bytes.length);
        return new String(sink.array(), 0, sink.size(), StandardCharsets.US_ASCII);
    }

    /** Value of one ASCII digit, upper or lower case, or -1. */
    public static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
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
