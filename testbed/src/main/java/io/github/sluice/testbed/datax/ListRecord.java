package io.github.sluice.testbed.datax;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.element.StringColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DataX record over a list, for tests that hand rows to a writer themselves. One thread. */
public final class ListRecord implements Record {
    private final List<Column> columns;

    private ListRecord(List<Column> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /** A record of these columns. */
    public static ListRecord of(Column... columns) {
        return new ListRecord(Arrays.asList(columns));
    }

    /** A record of values in the column classes that DataX's readers would choose. */
    public static ListRecord values(@Nullable Object... values) {
        List<Column> columns = new ArrayList<>();
        for (Object value : values) {
            columns.add(column(value));
        }
        return new ListRecord(columns);
    }

    private static Column column(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return new LongColumn(((Number) value).longValue());
        }
        if (value instanceof BigInteger) {
            return new LongColumn((BigInteger) value);
        }
        if (value instanceof Double) {
            return new DoubleColumn((Double) value);
        }
        if (value instanceof Boolean) {
            return new BoolColumn((Boolean) value);
        }
        if (value instanceof byte[]) {
            return new BytesColumn((byte[]) value);
        }
        if (value instanceof java.util.Date) {
            return new DateColumn((java.util.Date) value);
        }
        return new StringColumn((String) value);
    }

    @Override
    public void addColumn(Column column) {
        columns.add(column);
    }

    @Override
    public void setColumn(int i, Column column) {
        columns.set(i, column);
    }

    @Override
    public @Nullable Column getColumn(int i) {
        return i < columns.size() ? columns.get(i) : null;
    }

    @Override
    public int getColumnNumber() {
        return columns.size();
    }

    @Override
    public int getByteSize() {
        return columns.stream().mapToInt(Column::getByteSize).sum();
    }

    @Override
    public int getMemorySize() {
        return getByteSize();
    }

    @Override
    public void setMeta(Map<String, String> meta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Map<String, String> getMeta() {
        return null;
    }
}
