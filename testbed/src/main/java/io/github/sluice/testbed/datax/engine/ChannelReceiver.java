package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordReceiver;
import java.util.ArrayDeque;
import java.util.Deque;

/** The writer's end of a channel. One thread, but for {@link #shutdown()}. */
final class ChannelReceiver implements RecordReceiver {
    private final MemoryChannel channel;
    private final Deque<Record> buffer = new ArrayDeque<>();
    private volatile boolean shutdown;

    ChannelReceiver(MemoryChannel channel) {
        this.channel = channel;
    }

    /** Null once at the end; asked again it waits for ever. */
    @Override
    @SuppressWarnings("NullAway") // null is the interface's way to say "the end"
    public Record getFromReader() {
        if (shutdown) {
            throw DataXException.asDataXException(CommonErrorCode.SHUT_DOWN_TASK, "");
        }
        if (buffer.isEmpty()) {
            buffer.addAll(channel.pullAll());
        }
        Record record = buffer.removeFirst();
        return record == EndOfRows.INSTANCE ? null : record;
    }

    @Override
    public void shutdown() {
        shutdown = true;
        channel.clear();
    }
}
