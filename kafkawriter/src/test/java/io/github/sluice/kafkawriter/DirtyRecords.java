package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a task hands over as dirty, as the text that DataX would print. */
final class DirtyRecords extends TaskPluginCollector {
    final List<String> reasons = new CopyOnWriteArrayList<>();
    final List<String> printed = new CopyOnWriteArrayList<>();

    @Override
    public void collectDirtyRecord(Record record, Throwable t, String message) {
        reasons.add(message);
        StringBuilder text = new StringBuilder(message).append(' ').append(t).append(' ');
        for (int i = 0; i < record.getColumnNumber(); i++) {
            Column column = record.getColumn(i);
            text.append(column.getRawData())
                    .append('|')
                    .append(column.getType())
                    .append(' ');
        }
        printed.add(text.toString());
    }

    @Override
    public void collectMessage(String key, String value) {
        throw new UnsupportedOperationException("open-source DataX throws here as well");
    }
}
