package com.alibaba.datax.common.element;

import com.alibaba.datax.common.exception.DataXException;
import java.io.UnsupportedEncodingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Date;

/** Text. Its byte size counts characters. */
public class StringColumn extends Column {
    public StringColumn() {
        this(null);
    }

    public StringColumn(String rawData) {
        super(rawData, Type.STRING, rawData == null ? 0 : rawData.length());
    }

    @Override
    public String asString() {
        return (String) getRawData();
    }

    @Override
    public BigDecimal asBigDecimal() {
        String text = asString();
        if (text == null) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Refusal.byValue(text, "BigDecimal");
        }
    }

    /** Drops the fraction. */
    @Override
    public BigInteger asBigInteger() {
        BigDecimal value = asBigDecimal();
        return value == null ? null : value.toBigInteger();
    }

    /** Drops the fraction; a number beyond 64 bits is, unlike in LongColumn, {@code CONVERT_NOT_SUPPORT}. */
    @Override
    public Long asLong() {
        BigInteger value = asBigInteger();
        if (value == null) {
            return null;
        }
        if (OverFlowUtil.isLongOverflow(value)) {
            throw Refusal.byValue(asString(), "Long");
        }
        return value.longValue();
    }

    @Override
    public Double asDouble() {
        String text = asString();
        if (text == null) {
            return null;
        }
        switch (text) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                BigDecimal value = asBigDecimal();
                OverFlowUtil.validateDoubleNotOverFlow(value);
                return value.doubleValue();
        }
    }

    @Override
    public Boolean asBoolean() {
        String text = asString();
        if (text == null) {
            return null;
        }
        if ("true".equalsIgnoreCase(text)) {
            return Boolean.TRUE;
        }
        if ("false".equalsIgnoreCase(text)) {
            return Boolean.FALSE;
        }
        throw Refusal.byValue(text, "Boolean");
    }

    /** Tries {@code common.column}'s datetimeFormat, dateFormat, timeFormat and extraFormats in that order. */
    @Override
    public Date asDate() {
        try {
            return ColumnCast.string2Date(this);
        } catch (ParseException | RuntimeException e) {
            throw notADate(e);
        }
    }

    /** Unlike the other conversions, refuses null. */
    @Override
    public Date asDate(String dateFormat) {
        try {
            return ColumnCast.string2Date(this, dateFormat);
        } catch (ParseException | RuntimeException e) {
            throw notADate(e);
        }
    }

    private DataXException notADate(Exception cause) {
        DataXException refusal = Refusal.byValue(asString(), "Date");
        refusal.initCause(cause);
        return refusal;
    }

    /** The text in {@code common.column.encoding}. */
    @Override
    public byte[] asBytes() {
        try {
            return ColumnCast.string2Bytes(this);
        } catch (UnsupportedEncodingException e) {
            throw Refusal.byValue(asString(), "Bytes");
        }
    }
}
