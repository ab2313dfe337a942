package com.alibaba.datax.common.element;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/** A truth value. Its byte size is 1 also when null, unless made from a null string. */
public class BoolColumn extends Column {
    private static final String NAME = "Bool";

    public BoolColumn(Boolean bool) {
        super(bool, Type.BOOL, 1);
    }

    /** @param data {@code true} or {@code false} in any case, or null */
    public BoolColumn(String data) {
        super(parse(data), Type.BOOL, data == null ? 0 : 1);
    }

    public BoolColumn() {
        this((Boolean) null);
    }

    private static Boolean parse(String data) {
        if (data == null) {
            return null;
        }
        if ("true".equalsIgnoreCase(data)) {
            return Boolean.TRUE;
        }
        if ("false".equalsIgnoreCase(data)) {
            return Boolean.FALSE;
        }
        throw Refusal.byValue(data, NAME);
    }

    @Override
    public Boolean asBoolean() {
        return (Boolean) getRawData();
    }

    @Override
    public Long asLong() {
        Boolean value = asBoolean();
        return value == null ? null : Long.valueOf(value ? 1 : 0);
    }

    @Override
    public Double asDouble() {
        Boolean value = asBoolean();
        return value == null ? null : Double.valueOf(value ? 1 : 0);
    }

    @Override
    public String asString() {
        Boolean value = asBoolean();
        return value == null ? null : value.toString();
    }

    @Override
    public BigInteger asBigInteger() {
        Long value = asLong();
        return value == null ? null : BigInteger.valueOf(value);
    }

    @Override
    public BigDecimal asBigDecimal() {
        Long value = asLong();
        return value == null ? null : BigDecimal.valueOf(value);
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
