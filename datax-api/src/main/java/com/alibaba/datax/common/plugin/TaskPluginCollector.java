package com.alibaba.datax.common.plugin;

import com.alibaba.datax.common.element.Record;

/** Where a task hands over rows that it cannot read or write. Thread-safe in the framework's implementation. */
public abstract class TaskPluginCollector implements PluginCollector {
    /**
     * Counts the row as failed and, for the first few, prints it in clear.
     *
     * @param dirtyRecord the row; a null one is warned about and not counted
     * @param t why, may be null
     * @param errorMessage why, in words
     */
    public abstract void collectDirtyRecord(Record dirtyRecord, Throwable t, String errorMessage);

    public void collectDirtyRecord(Record dirtyRecord, String errorMessage) {
        collectDirtyRecord(dirtyRecord, null, errorMessage);
    }

    public void collectDirtyRecord(Record dirtyRecord, Throwable t) {
        collectDirtyRecord(dirtyRecord, t, "");
    }

    /** Stores a message for the job, which open-source DataX cannot read back. */
    public abstract void collectMessage(String key, String value);
}
