package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import java.util.Map;

/** The record that ends a channel. It is counted like a row when the writer pulls it. */
final class EndOfRows implements Record {
    static final EndOfRows INSTANCE = new EndOfRows();

    private EndOfRows() {}

    @Override
    public void addColumn(Column column) {
        throw new UnsupportedOperationException("the end of rows has no columns");
    }

    @Override
    public void setColumn(int i, Column column) {
        throw new UnsupportedOperationException("the end of rows has no columns");
    }

    @Override
    public Column getColumn(int i) {
        throw new UnsupportedOperationException("the end of rows has no columns");
    }

    @Override
    public int getColumnNumber() {
        return 0;
    }

    @Override
    public int getByteSize() {
        return 0;
    }

    @Override
    public int getMemorySize() {
        return 0;
    }

    @Override
    public void setMeta(Map<String, String> meta) {
        throw new UnsupportedOperationException("the end of rows has no meta");
    }

    @Override
    public Map<String, String> getMeta() {
        throw new UnsupportedOperationException("the end of rows has no meta");
    }
}
