package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a task hands over as dirty, as the text that DataX would print. */
final class DirtyRecords extends TaskPluginCollector {
    final List<String> reasons = new ArrayList<>();
    final List<String> printed = new ArrayList<>();

    @Override
    public void collectDirtyRecord(Record record, Throwable t, String message) {
        reasons.add(message);
        printed.add(message + " " + t + " " + record);
    }

    @Override
    public void collectMessage(String key, String value) {
        throw new UnsupportedOperationException("open-source DataX throws here as well");
    }
}
