package io.github.sluice.testbed.starrocks.convert;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lengths in bytes, and strict decoding: StarRocks counts text in UTF-8 bytes and refuses what is not UTF-8. */
public final class Utf8 {
    private Utf8() {}

    /** Bytes of the text in UTF-8; -1 when it holds half a surrogate pair and so has no UTF-8 form. */
    public static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        return -1;
                    }
                    i++;
                }
                bytes += 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }

    /** The text of these bytes, or null when they are not UTF-8. */
    public static @Nullable String decode(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
