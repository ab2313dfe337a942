package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.engine.Communication.State;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the task groups and looks at them every {@code core.container.job.sleepInterval} (10 s unless told), so that a
 * job of three rows lasts ten seconds and a failure is seen as late.
 */
final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger("AbstractScheduler");

    private final Configuration job;
    private final Progress progress;
    private final ErrorLimit errorLimit;

    Scheduler(Configuration job, Progress progress) {
        this.job = job;
        this.progress = progress;
        this.errorLimit = new ErrorLimit(job);
    }

    /** Returns when all groups have succeeded; a failed task's exception is thrown. */
    void run(List<TaskGroup> groups) {
        long sleepMillis = job.getInt(Keys.SLEEP_INTERVAL, 10000);
        long reportMillis = job.getInt(Keys.REPORT_INTERVAL, 30000);
        int totalTasks = groups.stream().mapToInt(TaskGroup::taskCount).sum();
        progress.watch(groups);
        ExecutorService threads = Executors.newFixedThreadPool(groups.size());
        groups.forEach(threads::execute);
        threads.shutdown();

        Communication lastReport = new Communication();
        long reportedAt = System.currentTimeMillis();
        try {
            while (true) {
                Communication now = progress.now();
                now.timestamp(System.currentTimeMillis());
                if (System.currentTimeMillis() - reportedAt > reportMillis) {
                    progress.print(now.asReport(lastReport, totalTasks));
                    reportedAt = System.currentTimeMillis();
                    lastReport = now;
                }
                errorLimit.checkRecords(now);
                if (now.state() == State.SUCCEEDED) {
                    LOG.info("Scheduler accomplished all tasks.");
                    return;
                }
                if (now.state() == State.FAILED) {
                    threads.shutdownNow();
                    throw DataXException.asDataXException(EngineErrorCode.PLUGIN_RUNTIME_ERROR, now.throwable());
                }
                Thread.sleep(sleepMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("捕获到InterruptedException异常!", e);
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
        }
    }
}
