package io.github.sluice.writer;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.element.StringColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is handed to DataX in place of a dirty row. DataX prints the record into the job's log, so this one holds for each
 * column its type and size, never its value. Not changed after it is built.
 */
public final class MaskedRecord implements Record {
    private final List<Column> columns;

    private MaskedRecord(List<Column> columns) {
        this.columns = columns;
    }

    /** The shape of a row that is still at hand. */
    public static MaskedRecord of(Record row) {
        List<Column> columns = new ArrayList<>(row.getColumnNumber());
        for (int i = 0; i < row.getColumnNumber(); i++) {
            columns.add(new StringColumn(describe(row.getColumn(i))));
        }
        return new MaskedRecord(columns);
    }

    /** For a row that only its position is known of: refused by the other side long after it was encoded. */
    public static MaskedRecord ofPosition(long row, int bytes) {
        List<Column> columns = new ArrayList<>(1);
        columns.add(new StringColumn("[row " + row + " of the task, " + bytes + " bytes encoded]"));
        return new MaskedRecord(columns);
    }

    private static String describe(@Nullable Column column) {
        if (column == null) {
            return "[none]";
        }
        Object raw = column.getRawData();
        if (raw == null) {
            return "[" + column.getType() + " null]";
        }
        if (raw instanceof String) {
            return "[" + column.getType() + ", " + ((String) raw).length() + " characters]";
        }
        if (raw instanceof byte[]) {
            return "[" + column.getType() + ", " + ((byte[]) raw).length + " bytes]";
        }
        return "[" + column.getType() + "]";
    }

    @Override
    public void addColumn(Column column) {
        throw new UnsupportedOperationException("a masked record is read only");
    }

    @Override
    public void setColumn(int i, Column column) {
        throw new UnsupportedOperationException("a masked record is read only");
    }

    @Override
    public @Nullable Column getColumn(int i) {
        return i >= 0 && i < columns.size() ? columns.get(i) : null;
    }

    @Override
    public String toString() {
        return columns.toString();
    }

    @Override
    public int getColumnNumber() {
        return columns.size();
    }

    @Override
    public int getByteSize() {
        int size = 0;
        for (Column column : columns) {
            size += column.getByteSize();
        }
        return size;
    }

    @Override
    public int getMemorySize() {
        return getByteSize();
    }

    @Override
    public void setMeta(Map<String, String> meta) {
        throw new UnsupportedOperationException("a masked record is read only");
    }

    @Override
    public @Nullable Map<String, String> getMeta() {
        return null;
    }
}
