package com.alibaba.datax.common.element;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The limits of long and double, for values that are kept wider. */
public final class OverFlowUtil {
    public static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    public static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    /** The smallest and the greatest distance from zero that a double can have. */
    public static final BigDecimal MIN_DOUBLE_POSITIVE = new BigDecimal(String.valueOf(Double.MIN_VALUE));

    public static final BigDecimal MAX_DOUBLE_POSITIVE = new BigDecimal(String.valueOf(Double.MAX_VALUE));

    public OverFlowUtil() {}

    public static boolean isLongOverflow(BigInteger integer) {
        return integer.bitLength() > 63;
    }

    public static void validateLongNotOverFlow(BigInteger integer) {
        if (isLongOverflow(integer)) {
            throw Refusal.overflow(integer.toString(), "Long");
        }
    }

    /** True beyond a double's greatest value and also between zero and its smallest. */
    public static boolean isDoubleOverFlow(BigDecimal decimal) {
        BigDecimal distance = decimal.abs();
        boolean tooSmall = distance.signum() != 0 && distance.compareTo(MIN_DOUBLE_POSITIVE) < 0;
        return tooSmall || distance.compareTo(MAX_DOUBLE_POSITIVE) > 0;
    }

    public static void validateDoubleNotOverFlow(BigDecimal decimal) {
        if (isDoubleOverFlow(decimal)) {
            throw Refusal.overflow(decimal.toPlainString(), "Double");
        }
    }
}
