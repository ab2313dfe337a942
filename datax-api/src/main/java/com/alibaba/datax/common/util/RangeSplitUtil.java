package com.alibaba.datax.common.util;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts ranges of numbers, of ASCII texts and of lists into nearly equal parts. */
public final class RangeSplitUtil {
    private static final int ASCII = 128;

    public RangeSplitUtil() {}

    /** The bounds of the parts, of which the first is {@code left} and the last {@code right}. */
    public static String[] doAsciiStringSplit(String left, String right, int expectSliceNumber) {
        BigInteger[] bounds =
                doBigIntegerSplit(stringToBigInteger(left, ASCII), stringToBigInteger(right, ASCII), expectSliceNumber);
        String[] texts = new String[bounds.length];
        for (int i = 1; i < bounds.length - 1; i++) {
            texts[i] = textOf(bounds[i]);
        }
        texts[0] = left;
        texts[bounds.length - 1] = right;
        return texts;
    }

    public static long[] doLongSplit(long left, long right, int expectSliceNumber) {
        BigInteger[] bounds = doBigIntegerSplit(BigInteger.valueOf(left), BigInteger.valueOf(right), expectSliceNumber);
        long[] numbers = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            numbers[i] = bounds[i].longValue();
        }
        return numbers;
    }

    /**
     * The bounds of at most {@code expectSliceNumber} parts in ascending order, the longer ones first; two equal bounds
     * when both ends are the same.
     */
    public static BigInteger[] doBigIntegerSplit(BigInteger left, BigInteger right, int expectSliceNumber) {
        if (expectSliceNumber < 1) {
            throw new IllegalArgumentException("a range cannot be cut into " + expectSliceNumber + " parts");
        }
        if (left == null || right == null) {
            throw new IllegalArgumentException("a range needs both ends, found " + left + " and " + right);
        }
        BigInteger low = left.min(right);
        BigInteger high = left.max(right);
        if (low.equals(high)) {
            return new BigInteger[] {low, high};
        }
        BigInteger[] quotient = high.subtract(low).divideAndRemainder(BigInteger.valueOf(expectSliceNumber));
        int longer = quotient[1].intValue();
        int parts = quotient[0].signum() == 0 ? longer : expectSliceNumber;
        BigInteger[] bounds = new BigInteger[parts + 1];
        bounds[0] = low;
        for (int i = 1; i < parts; i++) {
            BigInteger step = i <= longer ? quotient[0].add(BigInteger.ONE) : quotient[0];
            bounds[i] = bounds[i - 1].add(step);
        }
        bounds[parts] = high;
        return bounds;
    }

    /** Reads the text as a number of which every character is a digit in base {@code radix}. */
    public static BigInteger stringToBigInteger(String aString, int radix) {
        if (aString == null) {
            throw new IllegalArgumentException("a text to cut must not be null");
        }
        if (radix < 1 || radix > ASCII) {
            throw new IllegalArgumentException("radix must be from 1 to 128, found " + radix);
        }
        BigInteger number = BigInteger.ZERO;
        for (char each : aString.toCharArray()) {
            if (each >= ASCII) {
                throw new IllegalArgumentException("only ASCII texts can be cut, found [" + aString + "]");
            }
            number = number.multiply(BigInteger.valueOf(radix)).add(BigInteger.valueOf(each));
        }
        return number;
    }

    private static String textOf(BigInteger number) {
        BigInteger radix = BigInteger.valueOf(ASCII);
        StringBuilder reversed = new StringBuilder();
        BigInteger rest = number;
        do {
            BigInteger[] quotient = rest.divideAndRemainder(radix);
            reversed.append((char) quotient[1].intValue());
            rest = quotient[0];
        } while (rest.signum() > 0);
        return reversed.reverse().toString();
    }

    /** Parts of the list in order, none of them empty. */
    public static <T> List<List<T>> doListSplit(List<T> objects, int adviceNumber) {
        List<List<T>> parts = new ArrayList<>();
        if (objects == null) {
            return parts;
        }
        long[] bounds = doLongSplit(0, objects.size(), adviceNumber);
        for (int i = 1; i < bounds.length; i++) {
            List<T> part = new ArrayList<>(objects.subList((int) bounds[i - 1], (int) bounds[i]));
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
