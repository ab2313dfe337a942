package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.constant.PluginType;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.AbstractJobPlugin;
import com.alibaba.datax.common.plugin.JobPluginCollector;
import com.alibaba.datax.common.spi.Reader;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from {@code init} to the statistics, on the calling thread, in DataX's order: the reader before the writer but
 * for {@code post} and {@code destroy}; {@code post} and hooks only after success, {@code destroy} always.
 */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger("JobContainer");

    private final Configuration job;
    private final PluginLoader plugins;
    private final Path home;
    private final Progress progress = new Progress();
    private final ErrorLimit errorLimit;
    private final Statistics statistics = new Statistics();
    private String readerName = "";
    private String writerName = "";
    private Reader.@Nullable Job reader;
    private Writer.@Nullable Job writer;
    private int totalTasks = 1;

    JobRun(Configuration job, PluginLoader plugins, Path home) {
        this.job = job;
        this.plugins = plugins;
        this.home = home;
        this.errorLimit = new ErrorLimit(job);
    }

    void start() {
        LOG.info("DataX jobContainer starts job.");
        boolean succeeded = false;
        boolean dryRun = false;
        try {
            statistics.jobStarted();
            dryRun = job.getBool(Keys.DRY_RUN, false);
            if (dryRun) {
                LOG.info("jobContainer starts to do preCheck ...");
                preCheck();
            } else {
                runToEnd();
            }
            succeeded = true;
        } catch (Throwable e) {
            LOG.error("Exception when job run", e);
            Communication now = progress.now();
            now.failWith(e);
            progress.print(now.asReport(statistics.sinceTransferStart(), totalTasks));
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
        } finally {
            if (!dryRun) {
                destroy();
                statistics.jobEnded();
                if (succeeded) {
                    Communication now = statistics.report(progress.now(), totalTasks);
                    progress.print(now);
                    LOG.info(statistics.block(now));
                }
            }
        }
    }

    private void runToEnd() {
        handle("preHandler", AbstractJobPlugin::preHandler);
        initPlugins();
        LOG.info("jobContainer starts to do prepare ...");
        Reader.Job ownReader = started(reader);
        Writer.Job ownWriter = started(writer);
        inReader("prepare", ownReader::prepare);
        inWriter("prepare", ownWriter::prepare);
        LOG.info("jobContainer starts to do split ...");
        int channels = Math.max(1, ChannelCount.wantedBy(job));
        totalTasks = split(ownReader, ownWriter, channels);
        LOG.info("jobContainer starts to do schedule ...");
        schedule(Math.min(channels, totalTasks));
        inWriter("post", ownWriter::post);
        inReader("post", ownReader::post);
        handle("postHandler", AbstractJobPlugin::postHandler);
        LOG.info("DataX jobId [{}] completed successfully.", job.getLong(Keys.JOB_ID));
        Hooks.invokeAll(home.resolve("hook"), job, progress.now().counters());
    }

    private void initPlugins() {
        nameJob();
        // a plugin whose init throws is unknown to destroy
        reader = withLoader(PluginType.READER, readerName, () -> {
            Reader.Job made = newReader(Keys.WRITER_PARAMETER);
            made.init();
            return made;
        });
        writer = withLoader(PluginType.WRITER, writerName, () -> {
            Writer.Job made = newWriter();
            made.init();
            return made;
        });
    }

    private void preCheck() {
        nameJob();
        job.set(Keys.READER_PARAMETER + ".dryRun", true);
        // DataX hands the reader its own parameter as its peer's here
        reader = withLoader(PluginType.READER, readerName, () -> newReader(Keys.READER_PARAMETER));
        job.set(Keys.WRITER_PARAMETER + ".dryRun", true);
        writer = withLoader(PluginType.WRITER, writerName, this::newWriter);
        ChannelCount.wantedBy(job);
        inReader("preCheck", started(reader)::preCheck);
        inWriter("preCheck", started(writer)::preCheck);
        LOG.info("PreCheck通过");
    }

    private void nameJob() {
        long id = job.getLong(Keys.JOB_ID, -1);
        if (id < 0) {
            LOG.info("Set jobId = 0");
            id = 0;
            job.set(Keys.JOB_ID, id);
        }
        Thread.currentThread().setName("job-" + id);
        readerName = job.getString(Keys.READER_NAME);
        writerName = job.getString(Keys.WRITER_NAME);
    }

    private Reader.Job newReader(String peerParameter) {
        Reader.Job made = (Reader.Job) plugins.job(PluginType.READER, readerName);
        made.setPluginJobConf(job.getConfiguration(Keys.READER_PARAMETER));
        made.setPeerPluginJobConf(job.getConfiguration(peerParameter));
        made.setJobPluginCollector(new BrokenCollector());
        return made;
    }

    private Writer.Job newWriter() {
        Writer.Job made = (Writer.Job) plugins.job(PluginType.WRITER, writerName);
        made.setPluginJobConf(job.getConfiguration(Keys.WRITER_PARAMETER));
        made.setPeerPluginJobConf(job.getConfiguration(Keys.READER_PARAMETER));
        made.setPeerPluginName(readerName);
        made.setJobPluginCollector(new BrokenCollector());
        return made;
    }

    private int split(Reader.Job ownReader, Writer.Job ownWriter, int channels) {
        List<Configuration> readers = withLoader(PluginType.READER, readerName, () -> ownReader.split(channels));
        refuseNone(readers, "reader");
        LOG.info("DataX Reader.Job [{}] splits to [{}] tasks.", readerName, readers.size());
        int wanted = readers.size();
        List<Configuration> writers = withLoader(PluginType.WRITER, writerName, () -> ownWriter.split(wanted));
        refuseNone(writers, "writer");
        LOG.info("DataX Writer.Job [{}] splits to [{}] tasks.", writerName, writers.size());
        if (readers.size() != writers.size()) {
            throw DataXException.asDataXException(
                    EngineErrorCode.PLUGIN_SPLIT_ERROR,
                    String.format("reader切分的task数目[%d]不等于writer切分的task数目[%d].", readers.size(), writers.size()));
        }
        List<Configuration> tasks = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            Configuration task = Configuration.newDefault();
            task.set(Keys.TASK_READER_NAME, readerName);
            task.set(Keys.TASK_READER_PARAMETER, readers.get(i));
            task.set(Keys.TASK_WRITER_NAME, writerName);
            task.set(Keys.TASK_WRITER_PARAMETER, writers.get(i));
            task.set(Keys.TASK_ID, i);
            tasks.add(task);
        }
        job.set(Keys.CONTENT, tasks);
        return wanted;
    }

    private static void refuseNone(@Nullable List<Configuration> parts, String side) {
        if (parts == null || parts.isEmpty()) {
            throw DataXException.asDataXException(EngineErrorCode.PLUGIN_SPLIT_ERROR, side + "切分的task数目不能小于等于0");
        }
    }

    private void schedule(int channels) {
        List<TaskGroup> groups = TaskGroups.of(job, channels, job.getInt(Keys.GROUP_CHANNELS, 5)).stream()
                .map(group -> new TaskGroup(plugins, group))
                .toList();
        LOG.info("Scheduler starts [{}] taskGroups.", groups.size());
        LOG.info("Running by standalone Mode.");
        statistics.transferStarted();
        try {
            new Scheduler(job, progress).run(groups);
        } catch (RuntimeException e) {
            LOG.error("运行scheduler 模式[standalone]出错.");
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
        } finally {
            statistics.transferEnded();
        }
        Communication end = progress.now();
        errorLimit.checkRecords(end);
        errorLimit.checkPercentage(end);
    }

    /** Runs with whatever context class loader the thread has: the engine's, or a failed plugin's. */
    private void destroy() {
        Writer.Job ownWriter = writer;
        if (ownWriter != null) {
            writer = null;
            ownWriter.destroy();
        }
        Reader.Job ownReader = reader;
        if (ownReader != null) {
            reader = null;
            ownReader.destroy();
        }
    }

    private void handle(String which, HandlerCall call) {
        String type = job.getString("job." + which + ".pluginType", "");
        if (type.isEmpty()) {
            return;
        }
        PluginType pluginType = handlerType(which, type);
        String name = job.getString("job." + which + ".pluginName");
        withLoader(pluginType, name, () -> {
            AbstractJobPlugin handler = plugins.job(pluginType, name);
            handler.setJobPluginCollector(new BrokenCollector());
            call.call(handler, job);
            return name;
        });
    }

    private static PluginType handlerType(String which, String type) {
        try {
            return PluginType.valueOf(type.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw DataXException.asDataXException(
                    EngineErrorCode.CONFIG_ERROR, "Job " + which + "'s pluginType(" + type + ") set error");
        }
    }

    private void inReader(String work, Runnable call) {
        LOG.info("DataX Reader.Job [{}] do {} work .", readerName, work);
        withLoader(PluginType.READER, readerName, () -> {
            call.run();
            return work;
        });
    }

    private void inWriter(String work, Runnable call) {
        LOG.info("DataX Writer.Job [{}] do {} work .", writerName, work);
        withLoader(PluginType.WRITER, writerName, () -> {
            call.run();
            return work;
        });
    }

    /** Calls with the plugin's context class loader and, as DataX, puts the old one back only after success. */
    private <T> T withLoader(PluginType type, String name, Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugins.loader(type, name));
        T result = call.get();
        thread.setContextClassLoader(before);
        return result;
    }

    private static <T> T started(@Nullable T plugin) {
        if (plugin == null) {
            throw new IllegalStateException("the plugins are made before they are used");
        }
        return plugin;
    }

    private interface HandlerCall {
        void call(AbstractJobPlugin handler, Configuration job);
    }

    /** Open-source DataX builds the job's collector around null, so asking it always fails. */
    private static final class BrokenCollector implements JobPluginCollector {
        @Override
        public Map<String, List<String>> getMessage() {
            throw new NullPointerException("messages of tasks do not reach the job in open-source DataX");
        }

        @Override
        public List<String> getMessage(String key) {
            throw new NullPointerException("messages of tasks do not reach the job in open-source DataX");
        }
    }
}
