package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.constant.PluginType;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import com.alibaba.datax.common.util.Configuration;
import com.alibaba.fastjson2.JSON;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one task's dirty records of one side: counts all, prints the first few in clear. The setting
 * {@code maxDirtyNumber} is one more than what is printed; negative prints all. Thread-safe.
 */
final class DirtyRecords extends TaskPluginCollector {
    private static final Logger LOG = LoggerFactory.getLogger("StdoutPluginCollector");

    private final Communication task;
    private final PluginType side;
    private final int limit;
    private final AtomicInteger seen = new AtomicInteger();

    DirtyRecords(Configuration group, Communication task, PluginType side) {
        this.task = task;
        this.side = side;
        this.limit = group.getInt(Keys.MAX_DIRTY_PRINTED, 128);
    }

    @Override
    public void collectDirtyRecord(@Nullable Record dirtyRecord, @Nullable Throwable t, @Nullable String errorMessage) {
        int number = seen.incrementAndGet();
        if (number == 1 && t != null) {
            LOG.error("", t);
        }
        if (limit < 0 || seen.get() < limit) {
            LOG.error("脏数据: \n{}", describe(dirtyRecord, t, errorMessage));
        }
        if (dirtyRecord == null) {
            LOG.warn("脏数据record=null.");
            return;
        }
        boolean read = side == PluginType.READER;
        task.add(read ? Communication.READ_FAILED_RECORDS : Communication.WRITE_FAILED_RECORDS, 1);
        task.add(read ? Communication.READ_FAILED_BYTES : Communication.WRITE_FAILED_BYTES, dirtyRecord.getByteSize());
    }

    /** Stored, yet open-source DataX has no way to read it. */
    @Override
    public void collectMessage(String key, String value) {
        task.addMessage(key, value);
    }

    private String describe(@Nullable Record record, @Nullable Throwable t, @Nullable String message) {
        Map<String, Object> line = new HashMap<>();
        line.put("type", side.toString());
        if (message != null && !message.isBlank()) {
            line.put("message", message);
        }
        if (t != null && t.getMessage() != null && !t.getMessage().isBlank()) {
            line.put("exception", t.getMessage());
        }
        if (record != null) {
            List<DirtyColumn> columns = new ArrayList<>();
            for (int i = 0; i < record.getColumnNumber(); i++) {
                columns.add(DirtyColumn.of(record.getColumn(i), i));
            }
            line.put("record", columns);
        }
        return JSON.toJSONString(line);
    }

    /** One printed column; read by the JSON writer. */
    public static final class DirtyColumn {
        private final @Nullable Column column;
        private final int index;

        private DirtyColumn(@Nullable Column column, int index) {
            this.column = column;
            this.index = index;
        }

        static DirtyColumn of(@Nullable Column column, int index) {
            return new DirtyColumn(column, index);
        }

        public int getByteSize() {
            return column == null ? 0 : column.getByteSize();
        }

        public int getIndex() {
            return index;
        }

        public @Nullable Object getRawData() {
            return column == null ? null : column.getRawData();
        }

        public Column.Type getType() {
            return column == null ? Column.Type.NULL : column.getType();
        }
    }
}
