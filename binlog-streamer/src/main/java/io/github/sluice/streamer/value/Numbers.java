package io.github.sluice.streamer.value;

import java.math.BigInteger;

/** Cells of integers, BIT, YEAR, FLOAT, DOUBLE and the indexes of ENUM and SET. */
final class Numbers {
    static final Cell TINY = in -> (long) (byte) in.u8();
    static final Cell TINY_UNSIGNED = in -> (long) in.u8();
    static final Cell SHORT = in -> (long) (short) in.u16();
    static final Cell SHORT_UNSIGNED = in -> (long) in.u16();
    static final Cell MEDIUM = in -> (long) (in.u24() << 8 >> 8);
    static final Cell MEDIUM_UNSIGNED = in -> (long) in.u24();
    static final Cell INT = in -> (long) in.i32();
    static final Cell INT_UNSIGNED = EventBytes::u32;
    static final Cell BIG = EventBytes::i64;
    static final Cell BIG_UNSIGNED = in -> unsigned(in.i64());
    /** One byte, years since 1900; 0 is the year 0000 and not 1900. */
    static final Cell YEAR = in -> {
        int year = in.u8();
        return year == 0 ? 0L : 1900L + year;
    };
    /** The four stored bytes, widened exactly: what {@code c+0e0} gives. */
    static final Cell FLOAT = in -> (double) Float.intBitsToFloat(in.i32());

    static final Cell DOUBLE = in -> Double.longBitsToDouble(in.i64());

    private Numbers() {}

    /** BIT(n): (n+7)/8 bytes, highest first. */
    static Cell bit(int bits) {
        int count = (bits + 7) / 8;
        return in -> unsigned(in.bigEndian(count));
    }

    private static Object unsigned(long value) {
        return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
    }
}
