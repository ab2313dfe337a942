package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.constant.PluginType;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.AbstractTaskPlugin;
import com.alibaba.datax.common.spi.Reader;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.engine.Communication.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one task: a reader thread, a writer thread and the channel between them. The writer's thread alone
 * marks success, before it calls {@code destroy}; nobody waits for {@code destroy}, and what it throws is only printed by
 * the dying thread.
 */
final class TaskRun {
    private static final Logger READER_LOG = LoggerFactory.getLogger("ReaderRunner");
    private static final Logger WRITER_LOG = LoggerFactory.getLogger("WriterRunner");

    private final int taskId;
    private final int attempt;
    private final Communication communication;
    private final Reader.Task reader;
    private final Writer.Task writer;
    private final ChannelSender sender;
    private final ChannelReceiver receiver;
    private final Thread readerThread;
    private final Thread writerThread;

    /**
     * @param group the task group's whole configuration
     * @param task this task's: reader and writer with name and parameter, and its id
     */
    TaskRun(PluginLoader plugins, Configuration group, Configuration task, int attempt, Communication communication) {
        this.taskId = task.getInt(Keys.TASK_ID);
        this.attempt = attempt;
        this.communication = communication;
        int groupId = group.getInt(Keys.GROUP_ID);
        String readerName = task.getString(Keys.TASK_READER_NAME);
        String writerName = task.getString(Keys.TASK_WRITER_NAME);
        MemoryChannel channel = new MemoryChannel(group, communication);

        writer = (Writer.Task) plugins.task(PluginType.WRITER, writerName);
        setUp(writer, task.getConfiguration(Keys.TASK_WRITER_PARAMETER), groupId);
        writer.setTaskPluginCollector(new DirtyRecords(group, communication, PluginType.WRITER));
        receiver = new ChannelReceiver(channel);

        DirtyRecords readerDirt = new DirtyRecords(group, communication, PluginType.READER);
        reader = (Reader.Task) plugins.task(PluginType.READER, readerName);
        setUp(reader, task.getConfiguration(Keys.TASK_READER_PARAMETER), groupId);
        reader.setTaskPluginCollector(readerDirt);
        sender = new ChannelSender(channel, group.getInt(Keys.EXCHANGER_SIZE), readerDirt);

        String name = group.getLong(Keys.JOB_ID) + "-" + groupId + "-" + taskId;
        writerThread = new Thread(this::write, name + "-writer");
        writerThread.setContextClassLoader(plugins.loader(PluginType.WRITER, writerName));
        readerThread = new Thread(this::read, name + "-reader");
        readerThread.setContextClassLoader(plugins.loader(PluginType.READER, readerName));
    }

    private void setUp(AbstractTaskPlugin plugin, Configuration parameter, int groupId) {
        plugin.setPluginJobConf(parameter);
        plugin.setTaskGroupId(groupId);
        plugin.setTaskId(taskId);
    }

    /** The writer first; a writer that fails at once keeps the reader from starting. */
    void start() {
        writerThread.start();
        if (!writerThread.isAlive() || communication.state() == State.FAILED) {
            throw failure();
        }
        readerThread.start();
        if (!readerThread.isAlive() && communication.state() == State.FAILED) {
            throw failure();
        }
    }

    private DataXException failure() {
        return DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, communication.throwable());
    }

    @SuppressWarnings("CatchingUnchecked")
    private void read() {
        try {
            reader.init();
            reader.prepare();
            reader.startRead(sender);
            sender.terminate();
            reader.post();
        } catch (Throwable e) {
            READER_LOG.error("Reader runner Received Exceptions:", e);
            markFailed(e);
        } finally {
            reader.destroy();
        }
    }

    private void write() {
        try {
            writer.init();
            writer.prepare();
            writer.startWrite(receiver);
            writer.post();
            communication.mark(State.SUCCEEDED);
            communication.add(Communication.STAGE, 1);
        } catch (Throwable e) {
            WRITER_LOG.error("Writer Runner Received Exceptions:", e);
            markFailed(e);
        } finally {
            writer.destroy();
        }
    }

    private void markFailed(Throwable cause) {
        communication.mark(State.FAILED);
        communication.timestamp(System.currentTimeMillis());
        communication.failWith(cause);
    }

    int taskId() {
        return taskId;
    }

    int attempt() {
        return attempt;
    }

    long failedAt() {
        return communication.timestamp();
    }

    boolean supportsFailOver() {
        return writer.supportFailOver();
    }

    boolean threadsEnded() {
        return !readerThread.isAlive() && !writerThread.isAlive();
    }

    boolean isFinished() {
        return threadsEnded() && communication.isFinished();
    }

    /** Makes both ends of the channel fail and interrupts both threads. */
    void shutdown() {
        receiver.shutdown();
        sender.shutdown();
        writerThread.interrupt();
        readerThread.interrupt();
    }
}
