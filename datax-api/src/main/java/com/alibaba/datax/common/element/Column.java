package com.alibaba.datax.common.element;

import com.alibaba.fastjson2.JSON;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/**
 * One value of a row. An SQL NULL is a typed column whose raw data is null, and every conversion of it that the type
 * supports gives null. A conversion that the type does not support, or that the value does not allow, throws
 * {@link com.alibaba.datax.common.exception.DataXException} with {@code CONVERT_NOT_SUPPORT} or
 * {@code CONVERT_OVER_FLOW}.
 */
public abstract class Column {
    private Type type;
    private Object rawData;
    private int byteSize;

    public Column(Object object, Type type, int byteSize) {
        this.rawData = object;
        this.type = type;
        this.byteSize = byteSize;
    }

    public Object getRawData() {
        return rawData;
    }

    public Type getType() {
        return type;
    }

    /** What the framework's byte counters add; characters for text and numbers given as text. */
    public int getByteSize() {
        return byteSize;
    }

    protected void setType(Type type) {
        this.type = type;
    }

    protected void setRawData(Object rawData) {
        this.rawData = rawData;
    }

    protected void setByteSize(int byteSize) {
        this.byteSize = byteSize;
    }

    public abstract Long asLong();

    public abstract Double asDouble();

    public abstract String asString();

    public abstract Date asDate();

    public abstract Date asDate(String dateFormat);

    public abstract byte[] asBytes();

    public abstract Boolean asBoolean();

    public abstract BigDecimal asBigDecimal();

    public abstract BigInteger asBigInteger();

    /** JSON of {@code byteSize}, {@code rawData} and {@code type}: the value in clear. */
    @Override
    public String toString() {
        return JSON.toJSONString(this);
    }

    /** What a column is. Readers only make LONG and the types after it. */
    public enum Type {
        BAD,
        NULL,
        INT,
        LONG,
        DOUBLE,
        STRING,
        BOOL,
        DATE,
        BYTES
    }
}
