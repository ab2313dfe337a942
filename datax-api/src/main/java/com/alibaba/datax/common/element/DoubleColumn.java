package com.alibaba.datax.common.element;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/**
 * A number with a fraction, kept as the text it was delivered as: {@code 1.10}, {@code 1E+3}, {@code NaN}. Decimals keep
 * their digits only through {@link #asString()} and {@link #asBigDecimal()}.
 */
public class DoubleColumn extends Column {
    private static final String NAME = "Double";

    /** @param data a decimal, {@code NaN}, {@code Infinity} or {@code -Infinity}; or null */
    public DoubleColumn(String data) {
        super(checked(data), Type.DOUBLE, data == null ? 0 : data.length());
    }

    public DoubleColumn(Long data) {
        this(data == null ? null : data.toString());
    }

    public DoubleColumn(Integer data) {
        this(data == null ? null : data.toString());
    }

    /** Keeps the shortest text of the double, without exponent; NaN and infinities throw NumberFormatException. */
    public DoubleColumn(Double data) {
        this(data == null ? null : new BigDecimal(data.toString()).toPlainString());
    }

    /** As for a double. */
    public DoubleColumn(Float data) {
        this(data == null ? null : new BigDecimal(data.toString()).toPlainString());
    }

    public DoubleColumn(BigDecimal data) {
        this(data == null ? null : data.toPlainString());
    }

    public DoubleColumn(BigInteger data) {
        this(data == null ? null : data.toString());
    }

    public DoubleColumn() {
        this((String) null);
    }

    private static String checked(String data) {
        boolean special =
                "NaN".equalsIgnoreCase(data) || "Infinity".equalsIgnoreCase(data) || "-Infinity".equalsIgnoreCase(data);
        if (data != null && !special) {
            decimal(data);
        }
        return data;
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Refusal.byValue(text, NAME);
        }
    }

    @Override
    public String asString() {
        return (String) getRawData();
    }

    @Override
    public BigDecimal asBigDecimal() {
        String text = asString();
        return text == null ? null : decimal(text);
    }

    /** Also knows {@code NaN}, {@code -Infinity} and {@code +Infinity}, but, as DataX, not {@code Infinity}. */
    @Override
    public Double asDouble() {
        String text = asString();
        if (text == null) {
            return null;
        }
        if (text.equals("NaN") || text.equals("-Infinity") || text.equals("+Infinity")) {
            return Double.valueOf(text);
        }
        BigDecimal value = asBigDecimal();
        OverFlowUtil.validateDoubleNotOverFlow(value);
        return value.doubleValue();
    }

    /** Drops the fraction. */
    @Override
    public Long asLong() {
        BigInteger value = asBigInteger();
        if (value == null) {
            return null;
        }
        OverFlowUtil.validateLongNotOverFlow(value);
        return value.longValue();
    }

    /** Drops the fraction. */
    @Override
    public BigInteger asBigInteger() {
        BigDecimal value = asBigDecimal();
        return value == null ? null : value.toBigInteger();
    }

    @Override
    public Boolean asBoolean() {
        throw Refusal.byType(NAME, "Boolean");
    }

    @Override
    public Date asDate() {
        throw Refusal.byType(NAME, "Date");
    }

    @Override
    public Date asDate(String dateFormat) {
        return asDate();
    }

    @Override
    public byte[] asBytes() {
        throw Refusal.byType(NAME, "Bytes");
    }
}
