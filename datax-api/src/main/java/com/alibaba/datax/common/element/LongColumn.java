package com.alibaba.datax.common.element;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/** An integer of any size. */
public class LongColumn extends Column {
    /** @param data a number; an exponent is understood, a fraction is dropped; or null */
    public LongColumn(String data) {
        super(parse(data), Type.LONG, data == null ? 0 : data.length());
    }

    public LongColumn(Long data) {
        this(data == null ? null : BigInteger.valueOf(data));
    }

    public LongColumn(Integer data) {
        this(data == null ? null : BigInteger.valueOf(data));
    }

    public LongColumn(BigInteger data) {
        super(data, Type.LONG, data == null ? 0 : 8);
    }

    public LongColumn() {
        this((BigInteger) null);
    }

    private static BigInteger parse(String data) {
        if (data == null) {
            return null;
        }
        try {
            return new BigDecimal(data).toBigInteger();
        } catch (NumberFormatException e) {
            throw Refusal.byValue(data, "Long");
        }
    }

    @Override
    public BigInteger asBigInteger() {
        return (BigInteger) getRawData();
    }

    @Override
    public Long asLong() {
        BigInteger value = asBigInteger();
        if (value == null) {
            return null;
        }
        OverFlowUtil.validateLongNotOverFlow(value);
        return value.longValue();
    }

    @Override
    public Double asDouble() {
        BigDecimal value = asBigDecimal();
        if (value == null) {
            return null;
        }
        OverFlowUtil.validateDoubleNotOverFlow(value);
        return value.doubleValue();
    }

    /** Whether the number is not zero. */
    @Override
    public Boolean asBoolean() {
        BigInteger value = asBigInteger();
        return value == null ? null : Boolean.valueOf(value.signum() != 0);
    }

    @Override
    public BigDecimal asBigDecimal() {
        BigInteger value = asBigInteger();
        return value == null ? null : new BigDecimal(value);
    }

    @Override
    public String asString() {
        BigInteger value = asBigInteger();
        return value == null ? null : value.toString();
    }

    /** Reads the number as milliseconds since the epoch. */
    @Override
    public Date asDate() {
        Long millis = asLong();
        return millis == null ? null : new Date(millis);
    }

    @Override
    public Date asDate(String dateFormat) {
        return asDate();
    }

    @Override
    public byte[] asBytes() {
        throw Refusal.byType("Long", "Bytes");
    }
}
