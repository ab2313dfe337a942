package io.github.sluice.streamer.value;

import io.github.sluice.streamer.binlog.UnreadableValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cells of text and bytes: a length of one to four bytes, lowest first, and the content.
 *
 * <p>Bytes without a character in their character set become U+FFFD, as in DataX: its driver has the server send a
 * column's bytes as they are and decodes them in Java.
 */
final class Texts {
    private Texts() {}

    /** Text of a character set of MySQL's; an {@link UnreadableValue} where Java has none that fits. */
    static Cell text(int lengthBytes, String charset) {
        Charset found = Charsets.find(charset);
        if (found == null) {
            UnreadableValue unreadable = new UnreadableValue("character set " + charset + " is not supported");
            return in -> {
                in.skip((int) in.unsigned(lengthBytes));
                return unreadable;
            };
        }
        if (found.equals(StandardCharsets.UTF_8)) {
            return in -> {
                int length = (int) in.unsigned(lengthBytes);
                return utf8(in.array(), in.skip(length), length);
            };
        }
        if (Charsets.maxLength(charset) == 1) {
            char[] table = table(found);
            return in -> {
                int length = (int) in.unsigned(lengthBytes);
                return singleByte(in.array(), in.skip(length), length, table);
            };
        }
        CharsetDecoder decoder = found.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return in -> {
            int length = (int) in.unsigned(lengthBytes);
            return decoded(in.array(), in.skip(length), length, decoder);
        };
    }

    /** VARBINARY and BLOB. */
    static Cell bytes(int lengthBytes) {
        return in -> in.copy((int) in.unsigned(lengthBytes));
    }

    /** BINARY(n): its trailing zero bytes are not in the binlog. */
    static Cell padded(int lengthBytes, int size) {
        return in -> {
            int length = (int) in.unsigned(lengthBytes);
            if (length > size) {
                throw new UndecodableException("more bytes than a BINARY column has");
            }
            int start = in.skip(length);
            return Arrays.copyOf(Arrays.copyOfRange(in.array(), start, start + length), size);
        };
    }

    static String utf8(byte[] bytes, int start, int length) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try { // either the character itself, or bytes that are not UTF-8
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            } catch (CharacterCodingException e) {
                throw new UndecodableException("bytes that are not UTF-8 in a text column");
            }
        }
        return text;
    }

    private static String singleByte(byte[] bytes, int start, int length, char[] table) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = table[bytes[start + i] & 0xff];
        }
        return new String(chars);
    }

    private static char[] table(Charset charset) {
        char[] table = new char[256];
        for (int i = 0; i < 256; i++) {
            table[i] = new String(new byte[] {(byte) i}, charset).charAt(0);
        }
        return table;
    }

    private static Object decoded(byte[] bytes, int start, int length, CharsetDecoder decoder) {
        try {
            CharBuffer chars = decoder.reset().decode(ByteBuffer.wrap(bytes, start, length));
            return chars.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a decoder that replaces what it cannot decode", e);
        }
    }
}
