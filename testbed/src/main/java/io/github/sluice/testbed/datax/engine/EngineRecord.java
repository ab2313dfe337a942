package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.fastjson2.JSON;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row that the framework gives to readers. One thread at a time. */
final class EngineRecord implements Record {
    /** DataX's estimates of the heap that an empty row and a column's object take. */
    private static final int ROW_BYTES = 80;

    private static final int COLUMN_BYTES = 24;

    private final List<@Nullable Column> columns = new ArrayList<>(16);
    private int byteSize;
    private int memorySize = ROW_BYTES;
    private @Nullable Map<String, String> meta;

    @Override
    public void addColumn(Column column) {
        columns.add(column);
        count(column, 1);
    }

    @Override
    public void setColumn(int i, Column column) {
        if (i < 0) {
            throw DataXException.asDataXException(EngineErrorCode.ARGUMENT_ERROR, "不能给index小于0的column设置值");
        }
        while (columns.size() <= i) {
            columns.add(null);
        }
        count(columns.set(i, column), -1);
        count(column, 1);
    }

    private void count(@Nullable Column column, int sign) {
        if (column != null) {
            byteSize += sign * column.getByteSize();
            memorySize += sign * (COLUMN_BYTES + column.getByteSize());
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null is the interface's way to say "no such column"
    public Column getColumn(int i) {
        return i < 0 || i >= columns.size() ? null : columns.get(i);
    }

    @Override
    public int getColumnNumber() {
        return columns.size();
    }

    @Override
    public int getByteSize() {
        return byteSize;
    }

    @Override
    public int getMemorySize() {
        return memorySize;
    }

    @Override
    public void setMeta(Map<String, String> meta) {
        this.meta = meta;
    }

    @Override
    @SuppressWarnings("NullAway") // null is the interface's way to say "none"
    public Map<String, String> getMeta() {
        return meta;
    }

    @Override
    public String toString() {
        Map<String, Object> json = new HashMap<>();
        json.put("size", columns.size());
        json.put("data", columns);
        return JSON.toJSONString(json);
    }
}
