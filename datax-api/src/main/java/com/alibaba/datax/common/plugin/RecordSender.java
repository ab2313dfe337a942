package com.alibaba.datax.common.plugin;

import com.alibaba.datax.common.element.Record;

/** The reader's end of a task's channel. One thread. */
public interface RecordSender {
    Record createRecord();

    void sendToWriter(Record record);

    /** Makes the rows sent so far visible to the writer. */
    void flush();

    /** Called by the framework after the last row. */
    void terminate();

    /** Called by the framework to make the other methods fail. */
    void shutdown();
}
