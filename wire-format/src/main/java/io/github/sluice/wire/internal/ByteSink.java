package io.github.sluice.wire.internal;

import java.util.Arrays;

/** A growing byte array that is reused from row to row. One thread. */
public final class ByteSink {
    /** Which ASCII characters stand in a JSON string as they are. */
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        Arrays.fill(PLAIN, 0x20, PLAIN.length, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    /** The two digits of each number below 100, the first in the upper byte. */
    private static final short[] PAIRS = new short[100];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) (('0' + i / 10) << 8 | ('0' + i % 10));
        }
    }

    /** Of {@code Long.MIN_VALUE}. */
    private static final int LONGEST_DECIMAL = 20;

    /** One huge row must not hold its memory for the rest of the task. */
    private static final int KEPT = 1 << 20;

    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    /** Forgets what was written. The memory is kept, unless it is more than a mebibyte. */
    public void reset() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    public int size() {
        return size;
    }

    /** The live array; only the first {@link #size()} bytes are meant, and only until the next call. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void put(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** The text's characters as single bytes; for text known to be ASCII. */
    @SuppressWarnings("deprecation") // for other text than ASCII
    public void ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, size);
        size += length;
    }

    /** The number in decimal digits. */
    public void decimal(long number) {
        if (number == Long.MIN_VALUE) {
            ascii("-9223372036854775808"); // the one number whose opposite is none
            return;
        }
        reserve(LONGEST_DECIMAL);
        long rest = number;
        if (number < 0) {
            bytes[size++] = '-';
            rest = -number;
        }
        int end = size + digits(rest);
        int at = end;
        while (rest > Integer.MAX_VALUE) {
            at = pair(PAIRS[(int) (rest % 100)], at);
            rest /= 100;
        }
        int low = (int) rest; // division by a constant is twice as fast here
        while (low >= 10) {
            at = pair(PAIRS[low % 100], at);
            low /= 100;
        }
        if (at > size) {
            bytes[--at] = (byte) ('0' + low);
        }
        size = end;
    }

    /** Writes two digits before {@code at} and returns where they begin. */
    private int pair(short digits, int at) {
        bytes[at - 1] = (byte) digits;
        bytes[at - 2] = (byte) (digits >> 8);
        return at - 2;
    }

    private static int digits(long number) {
        int digits = 1;
        long limit = 10;
        while (number >= limit && digits < LONGEST_DECIMAL - 1) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    /** The source in lower-case hexadecimal digits. */
    public void hex(byte[] source, int offset, int length) {
        reserve(2 * length);
        Hex.encode(source, offset, length, bytes, size);
        size += 2 * length;
    }

    /** Eight bytes, the most significant first. */
    public void longBigEndian(long value) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Unsigned LEB128, as Protocol Buffers writes it: seven bits a byte, the lowest first. */
    public void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            put((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        put(rest);
    }

    /**
     * The text in UTF-8.
     *
     * @throws IllegalArgumentException if a surrogate stands alone: such text has no UTF-8
     */
    public void utf8(String text) {
        int length = text.length();
        int done = 0;
        while (true) {
            done = asciiRun(text, done);
            if (done == length) {
                return;
            }
            done = multibyte(text, done, text.charAt(done)) + 1;
        }
    }

    /**
     * The text's length as {@link #varint} and its characters as single bytes, if it is ASCII.
     *
     * @return false if it is not; nothing is written then
     */
    public boolean sizedAscii(String text) {
        int before = size;
        varint(text.length());
        if (asciiRun(text, 0) == text.length()) {
            return true;
        }
        size = before;
        return false;
    }

    /**
     * Writes what goes into UTF-8 as it stands, up to the first character that does not, or the end; returns its index.
     */
    private int asciiRun(String text, int from) {
        int length = text.length();
        reserve(length - from);
        byte[] target = bytes;
        int at = size;
        int i = from;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            target[at++] = (byte) c;
            i++;
        }
        size = at;
        return i;
    }

    /** Writes the character that starts at {@code i} (not ASCII) and returns the index of its last unit. */
    private int multibyte(String text, int i, char c) {
        reserve(4);
        if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3f));
            return i;
        }
        if (!Character.isSurrogate(c)) {
            bytes[size++] = (byte) (0xe0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[size++] = (byte) (0x80 | (c & 0x3f));
            return i;
        }
        if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
            throw new IllegalArgumentException("half of a surrogate pair");
        }
        int point = Character.toCodePoint(c, text.charAt(i + 1));
        bytes[size++] = (byte) (0xf0 | (point >> 18));
        bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        bytes[size++] = (byte) (0x80 | (point & 0x3f));
        return i + 1;
    }

    /**
     * The text as a JSON string with its quotes: only {@code "}, {@code \} and control characters are
     * escaped, all else is UTF-8.
     *
     * @return whether nothing is escaped, so that between the quotes stands the text's UTF-8
     * @throws IllegalArgumentException if a surrogate stands alone
     */
    public boolean jsonString(String text) {
        boolean verbatim = true;
        put('"');
        if (isPlain(text)) {
            ascii(text); // the JDK copies it many at a time
        } else {
            verbatim = mixed(text);
        }
        put('"');
        return verbatim;
    }

    /** Whether a JSON string holds the text as it is, and in ASCII. */
    private static boolean isPlain(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return false;
            }
        }
        return true;
    }

    /** @return whether nothing is escaped */
    private boolean mixed(String text) {
        boolean verbatim = true;
        int length = text.length();
        int done = plainRun(text, 0);
        while (done < length) {
            char c = text.charAt(done);
            if (c >= PLAIN.length) {
                done = multibyte(text, done, c) + 1;
            } else {
                escape(c);
                verbatim = false;
                done++;
            }
            done = plainRun(text, done);
        }
        return verbatim;
    }

    /** As {@link #asciiRun}, and stops also at what a JSON string must escape. */
    private int plainRun(String text, int from) {
        int length = text.length();
        reserve(length - from);
        byte[] target = bytes;
        int at = size;
        int i = from;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 0x80 || !PLAIN[c]) {
                break;
            }
            target[at++] = (byte) c;
            i++;
        }
        size = at;
        return i;
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"':
            case '\\':
                put(c);
                break;
            case '\n':
                put('n');
                break;
            case '\r':
                put('r');
                break;
            case '\t':
                put('t');
                break;
            default:
                put('u');
                put('0');
                put('0');
                hex(new byte[] {(byte) c}, 0, 1);
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 16L));
            if (wanted > Integer.MAX_VALUE - 16L) {
                throw new IllegalArgumentException("more than 2 GiB in one row");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }
}
