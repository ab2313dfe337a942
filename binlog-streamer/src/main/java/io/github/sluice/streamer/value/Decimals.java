package io.github.sluice.streamer.value;

import java.nio.charset.StandardCharsets;

/**
 * DECIMAL as text at its scale. Stored are groups of nine digits in four bytes, highest first, shorter groups at the
 * outer ends; the first bit is inverted and a negative number's bytes are all inverted ({@code strings/decimal.cc},
 * {@code decimal2bin}).
 */
final class Decimals implements Cell {
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
    private static final int GROUP = 9;

    private final int precision;
    private final int scale;
    private final int firstDigits;
    private final int wholeGroups;
    private final int fractionGroups;
    private final int lastDigits;

    Decimals(int precision, int scale) {
        this.scale = scale;
        int whole = precision - scale;
        firstDigits = whole % GROUP;
        wholeGroups = whole / GROUP;
        fractionGroups = scale / GROUP;
        lastDigits = scale % GROUP;
        this.precision = precision;
    }

    @Override
    public Object read(EventBytes in) {
        byte[] text = new byte[precision + 3]; // sign, point, and a whole part of 0
        byte[] bytes = in.array();
        int size = BYTES_OF_DIGITS[firstDigits] + 4 * (wholeGroups + fractionGroups) + BYTES_OF_DIGITS[lastDigits];
        int at = in.skip(size);
        boolean negative = (bytes[at] & 0x80) == 0;
        int flip = negative ? 0xff : 0;
        int first = 0x80;
        int length = 1; // text[0] is kept for the sign
        boolean zero = true;
        for (int group = firstDigits > 0 ? -1 : 0; group < wholeGroups; group++) {
            int digits = group < 0 ? firstDigits : GROUP;
            int value = group(bytes, at, BYTES_OF_DIGITS[digits], flip, first);
            first = 0;
            at += BYTES_OF_DIGITS[digits];
            if (zero && value == 0) {
                continue;
            }
            length = zero ? put(text, value, width(value), length) : put(text, value, digits, length);
            zero = false;
        }
        if (length == 1) {
            text[length++] = '0';
        }
        if (scale > 0) {
            text[length++] = '.';
            for (int group = 0; group < fractionGroups + (lastDigits > 0 ? 1 : 0); group++) {
                int digits = group < fractionGroups ? GROUP : lastDigits;
                int value = group(bytes, at, BYTES_OF_DIGITS[digits], flip, first);
                first = 0;
                at += BYTES_OF_DIGITS[digits];
                length = put(text, value, digits, length);
                zero &= value == 0;
            }
        }
        int start = 1;
        if (negative && !zero) {
            text[0] = '-';
            start = 0;
        }
        return new String(text, start, length - start, StandardCharsets.ISO_8859_1);
    }

    private static int group(byte[] bytes, int at, int count, int flip, int first) {
        int value = (bytes[at] & 0xff) ^ flip ^ first;
        for (int i = 1; i < count; i++) {
            value = value << 8 | ((bytes[at + i] & 0xff) ^ flip);
        }
        return value;
    }

    private static int width(int value) {
        int width = 1;
        for (int v = value; v >= 10; v /= 10) {
            width++;
        }
        return width;
    }

    private static int put(byte[] text, int value, int digits, int at) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (rest != 0) {
            throw new UndecodableException("bytes that are no DECIMAL");
        }
        return at + digits;
    }
}
