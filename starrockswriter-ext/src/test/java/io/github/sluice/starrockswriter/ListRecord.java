package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.element.StringColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A DataX record over a list. */
final class ListRecord implements Record {
    private final List<Column> columns = new ArrayList<>();

    /** A record of values in the column classes that DataX's readers would choose. */
    static ListRecord values(Object... values) {
        ListRecord record = new ListRecord();
        for (Object value : values) {
            record.addColumn(column(value));
        }
        return record;
    }

    private static Column column(Object value) {
        if (value instanceof Number number) {
            return new LongColumn(number.longValue());
        }
        return value instanceof Boolean flag ? new BoolColumn(flag) : new StringColumn((String) value);
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
    public Column getColumn(int i) {
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
    public Map<String, String> getMeta() {
        return null;
    }
}
