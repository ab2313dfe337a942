package io.github.sluice.wire.fingerprint;

/** Sums of 128-bit hashes, modulo 2^128, each with its count of rows, side by side in flat arrays. One thread. */
final class Sum128 {
    final long[] counts;
    final long[] high;
    final long[] low;

    Sum128(int size) {
        counts = new long[size];
        high = new long[size];
        low = new long[size];
    }

    Sum128(Sum128 other) {
        counts = other.counts.clone();
        high = other.high.clone();
        low = other.low.clone();
    }

    void add(int slot, long count, long addHigh, long addLow) {
        long sum = low[slot] + addLow;
        long carry = Long.compareUnsigned(sum, addLow) < 0 ? 1 : 0;
        low[slot] = sum;
        high[slot] += addHigh + carry;
        counts[slot] += count;
    }

    boolean isEmpty(int slot) {
        return counts[slot] == 0 && high[slot] == 0 && low[slot] == 0;
    }

    boolean same(Sum128 other, int slot) {
        return counts[slot] == other.counts[slot] && high[slot] == other.high[slot] && low[slot] == other.low[slot];
    }
}
