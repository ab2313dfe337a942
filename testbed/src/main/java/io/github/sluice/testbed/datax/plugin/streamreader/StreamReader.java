package io.github.sluice.testbed.datax.plugin.streamreader;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.spi.Reader;
import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends {@code sliceRecordCount} rows per task, one task per channel. Rows of constants only are, as in DataX, the same
 * Record object each time.
 */
public final class StreamReader extends Reader {

    /** Checks the parameters and makes as many tasks as there are channels. */
    public static final class Job extends Reader.Job {
        @Override
        public void init() {
            columnsOf(getPluginJobConf());
            Long rows = getPluginJobConf().getLong("sliceRecordCount");
            if (rows == null) {
                throw DataXException.asDataXException(
                        StreamReaderErrorCode.REQUIRED_VALUE, "没有设置参数[sliceRecordCount].");
            }
            if (rows < 1) {
                throw DataXException.asDataXException(
                        StreamReaderErrorCode.ILLEGAL_VALUE, "参数[sliceRecordCount]不能小于1.");
            }
        }

        @Override
        public List<Configuration> split(int adviceNumber) {
            List<Configuration> tasks = new ArrayList<>();
            for (int i = 0; i < adviceNumber; i++) {
                tasks.add(getPluginJobConf().clone());
            }
            return tasks;
        }

        @Override
        public void destroy() {
            // holds nothing
        }
    }

    /** Makes the rows. */
    public static final class Task extends Reader.Task {
        private List<ColumnMaker> columns = List.of();
        private long rows;

        @Override
        public void init() {
            columns = columnsOf(getPluginJobConf());
            rows = getPluginJobConf().getLong("sliceRecordCount");
        }

        @Override
        public void startRead(RecordSender recordSender) {
            boolean random = columns.stream().anyMatch(ColumnMaker::isRandom);
            Record row = newRow(recordSender);
            for (long sent = 0; sent < rows; sent++) {
                if (random && sent > 0) {
                    row = newRow(recordSender);
                }
                recordSender.sendToWriter(row);
            }
        }

        private Record newRow(RecordSender sender) {
            Record row = sender.createRecord();
            columns.forEach(column -> row.addColumn(column.make()));
            return row;
        }

        @Override
        public void destroy() {
            // holds nothing
        }
    }

    private static List<ColumnMaker> columnsOf(Configuration parameter) {
        List<Configuration> columns = parameter.getListConfiguration("column");
        if (columns == null || columns.isEmpty()) {
            throw DataXException.asDataXException(StreamReaderErrorCode.REQUIRED_VALUE, "没有设置参数[column].");
        }
        return columns.stream().map(ColumnMaker::of).toList();
    }
}
