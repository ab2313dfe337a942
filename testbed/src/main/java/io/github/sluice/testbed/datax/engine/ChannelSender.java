package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The reader's end of a channel: hands rows on in lumps. One thread, but for {@link #shutdown()}. */
final class ChannelSender implements RecordSender {
    private final MemoryChannel channel;
    private final int lump;
    private final TaskPluginCollector collector;
    private final List<Record> buffer = new ArrayList<>();
    private int bufferedBytes;
    private volatile boolean shutdown;

    ChannelSender(MemoryChannel channel, int lump, TaskPluginCollector collector) {
        this.channel = channel;
        this.lump = lump;
        this.collector = collector;
    }

    @Override
    public Record createRecord() {
        return new EngineRecord();
    }

    /** A row greater than the channel's bytes becomes dirty on the reader's side and is dropped. */
    @Override
    public void sendToWriter(Record record) {
        refuseAfterShutdown();
        Objects.requireNonNull(record, "record不能为空.");
        int memory = record.getMemorySize();
        if (memory > channel.byteCapacity()) {
            collector.collectDirtyRecord(
                    record, new Exception(String.format("单条记录超过大小限制，当前限制为:%s", channel.byteCapacity())));
            return;
        }
        if (buffer.size() >= lump || bufferedBytes + memory > channel.byteCapacity()) {
            flush();
        }
        buffer.add(record);
        bufferedBytes += memory;
    }

    @Override
    public void flush() {
        refuseAfterShutdown();
        channel.pushAll(buffer);
        buffer.clear();
        bufferedBytes = 0;
    }

    @Override
    public void terminate() {
        flush();
        channel.pushEnd();
    }

    @Override
    public void shutdown() {
        shutdown = true;
        channel.clear();
    }

    private void refuseAfterShutdown() {
        if (shutdown) {
            throw DataXException.asDataXException(CommonErrorCode.SHUT_DOWN_TASK, "");
        }
    }
}
