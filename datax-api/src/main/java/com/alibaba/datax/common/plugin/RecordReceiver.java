package com.alibaba.datax.common.plugin;

import com.alibaba.datax.common.element.Record;

/** The writer's end of a task's channel. One thread. */
public interface RecordReceiver {
    /**
     * Waits without limit for the next row.
     *
     * @return the row, or null once at the end; calling again after null blocks for ever
     */
    Record getFromReader();

    /** Called by the framework to make the other methods fail. */
    void shutdown();
}
