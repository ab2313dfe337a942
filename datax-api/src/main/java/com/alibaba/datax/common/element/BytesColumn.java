package com.alibaba.datax.common.element;

import java.io.UnsupportedEncodingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/** Bytes. Only {@link #asBytes()} gives them back whole: {@link #asString()} decodes them as text. */
public class BytesColumn extends Column {
    private static final String NAME = "Bytes";

    public BytesColumn() {
        this(null);
    }

    /** Keeps a copy. */
    public BytesColumn(byte[] bytes) {
        super(bytes == null ? null : bytes.clone(), Type.BYTES, bytes == null ? 0 : bytes.length);
    }

    /** The bytes themselves, not a copy. */
    @Override
    public byte[] asBytes() {
        return (byte[]) getRawData();
    }

    /** The bytes read as text in {@code common.column.encoding}; what is no text becomes U+FFFD. */
    @Override
    public String asString() {
        if (getRawData() == null) {
            return null;
        }
        try {
            return ColumnCast.bytes2String(this);
        } catch (UnsupportedEncodingException e) {
            throw Refusal.byValue(this, "String");
        }
    }

    @Override
    public Long asLong() {
        throw Refusal.byType(NAME, "Long");
    }

    @Override
    public BigDecimal asBigDecimal() {
        throw Refusal.byType(NAME, "BigDecimal");
    }

    @Override
    public BigInteger asBigInteger() {
        throw Refusal.byType(NAME, "BigInteger");
    }

    @Override
    public Double asDouble() {
        throw Refusal.byType(NAME, "Double");
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
    public Boolean asBoolean() {
        throw Refusal.byType(NAME, "Boolean");
    }
}
