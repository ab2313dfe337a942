package com.alibaba.datax.common.element;

import com.alibaba.datax.common.exception.DataXException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/**
 * A moment in milliseconds since the epoch. {@link #asString()} shows it in {@code common.column.timeZone} (GMT+8 unless
 * told) by the format of its sub type, so milliseconds and nanoseconds are lost there.
 */
public class DateColumn extends Column {
    private static final String NAME = "Date";

    private DateType subType = DateType.DATETIME;
    private int nanos;
    private int precision = -1;

    /** Which part of the moment counts. */
    public static enum DateType {
        DATE,
        TIME,
        DATETIME
    }

    /**
     * A time of day.
     *
     * @param jdbcPrecision the column's display size: 10 is a TIME without fraction, 12 to 17 one with 1 to 6 digits
     */
    public DateColumn(java.sql.Time time, int nanos, int jdbcPrecision) {
        this(time);
        if (time != null) {
            this.nanos = nanos;
        }
        if (jdbcPrecision == 10) {
            precision = 0;
        } else if (jdbcPrecision >= 12 && jdbcPrecision <= 17) {
            precision = jdbcPrecision - 11;
        }
    }

    public DateColumn() {
        this((Long) null);
    }

    /** @param stamp milliseconds since the epoch, or null */
    public DateColumn(Long stamp) {
        super(stamp, Type.DATE, stamp == null ? 0 : 8);
    }

    public DateColumn(Date date) {
        this(date == null ? null : (Long) date.getTime());
    }

    public DateColumn(java.sql.Date date) {
        this((Date) date);
        subType = DateType.DATE;
    }

    public DateColumn(java.sql.Time time) {
        this((Date) time);
        subType = DateType.TIME;
    }

    /** Cut to milliseconds. */
    public DateColumn(java.sql.Timestamp ts) {
        this((Date) ts);
    }

    /** The fraction of the second; only set for a time of day. */
    public long getNanos() {
        return nanos;
    }

    public void setNanos(int nanos) {
        this.nanos = nanos;
    }

    /** Digits of the fraction, or -1 when unknown. */
    public int getPrecision() {
        return precision;
    }

    public void setPrecision(int precision) {
        this.precision = precision;
    }

    public DateType getSubType() {
        return subType;
    }

    public void setSubType(DateType subType) {
        this.subType = subType;
    }

    @Override
    public Long asLong() {
        return (Long) getRawData();
    }

    @Override
    public String asString() {
        try {
            return ColumnCast.date2String(this);
        } catch (RuntimeException e) {
            DataXException refusal = Refusal.byValue(this, "String");
            refusal.initCause(e);
            throw refusal;
        }
    }

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
        throw Refusal.byType(NAME, "Bytes");
    }

    @Override
    public Boolean asBoolean() {
        throw Refusal.byType(NAME, "Boolean");
    }

    @Override
    public Double asDouble() {
        throw Refusal.byType(NAME, "Double");
    }

    @Override
    public BigInteger asBigInteger() {
        throw Refusal.byType(NAME, "BigInteger");
    }

    @Override
    public BigDecimal asBigDecimal() {
        throw Refusal.byType(NAME, "BigDecimal");
    }
}
