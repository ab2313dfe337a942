package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.engine.Communication.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs its tasks, so many at once as it has channels, on threads of their own and looks after them every 100 ms. Reports
 * to the job only from time to time and at its end. Ends at the first failed task without stopping the others.
 */
final class TaskGroup implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("TaskGroupContainer");

    private final PluginLoader plugins;
    private final Configuration group;
    private final int id;
    private final int taskCount;
    private final Map<Integer, Communication> tasks = new ConcurrentHashMap<>();
    private final Map<Integer, Configuration> notDone = new HashMap<>();
    private final List<Configuration> waiting;
    private final List<TaskRun> running = new ArrayList<>();
    private final Map<Integer, TaskRun> failed = new HashMap<>();
    private final Map<Integer, Long> startedAt = new HashMap<>();
    private final int channels;
    private final int maxRetryTimes;
    private final long retryInterval;
    private final long maxWait;
    /** What the job sees of this group. */
    private volatile Communication reported = new Communication();

    TaskGroup(PluginLoader plugins, Configuration group) {
        this.plugins = plugins;
        this.group = group;
        this.id = group.getInt(Keys.GROUP_ID);
        List<Configuration> all = group.getListConfiguration(Keys.CONTENT);
        this.taskCount = all.size();
        this.waiting = new LinkedList<>(all);
        for (Configuration task : all) {
            tasks.put(task.getInt(Keys.TASK_ID), new Communication());
            notDone.put(task.getInt(Keys.TASK_ID), task);
        }
        this.channels = group.getInt(Keys.GROUP_CHANNELS);
        this.maxRetryTimes = group.getInt(Keys.MAX_RETRY_TIMES, 1);
        this.retryInterval = group.getLong(Keys.RETRY_INTERVAL, 10000);
        this.maxWait = group.getLong(Keys.MAX_WAIT, 60000);
    }

    int taskCount() {
        return taskCount;
    }

    Communication reported() {
        return reported;
    }

    @Override
    public void run() {
        Thread.currentThread().setName("taskGroup-" + id);
        try {
            runTasks();
        } catch (Throwable e) {
            Communication now = Communication.merged(tasks.values());
            now.failWith(e);
            now.mark(State.FAILED);
            reported = now;
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
        }
    }

    private void runTasks() throws InterruptedException {
        long sleepMillis = group.getInt(Keys.GROUP_SLEEP_INTERVAL, 100);
        long reportMillis = group.getLong(Keys.GROUP_REPORT_INTERVAL, 10000);
        LOG.info("taskGroupId=[{}] start [{}] channels for [{}] tasks.", id, channels, taskCount);
        Communication last = new Communication();
        long lastReport = 0;
        while (true) {
            if (finishedTasksIncludeFailure()) {
                last = report(last);
                throw DataXException.asDataXException(EngineErrorCode.PLUGIN_RUNTIME_ERROR, last.throwable());
            }
            startWaiting(last);
            boolean idle = waiting.isEmpty() && running.stream().allMatch(TaskRun::isFinished);
            if (idle && Communication.merged(tasks.values()).state() == State.SUCCEEDED) {
                last = report(last);
                LOG.info("taskGroup[{}] completed it's tasks.", id);
                break;
            }
            long now = System.currentTimeMillis();
            if (now - lastReport > reportMillis) {
                last = report(last);
                lastReport = now;
            }
            Thread.sleep(sleepMillis);
        }
        report(last);
    }

    /** Takes finished tasks off the list, whether or not their threads have ended; queues failed ones for a retry. */
    private boolean finishedTasksIncludeFailure() {
        for (Map.Entry<Integer, Communication> entry : tasks.entrySet()) {
            int taskId = entry.getKey();
            State state = entry.getValue().state();
            if (state == State.RUNNING) {
                continue;
            }
            TaskRun run = removeRunning(taskId);
            if (state == State.FAILED) {
                if (run == null || !run.supportsFailOver() || run.attempt() >= maxRetryTimes) {
                    return true;
                }
                failed.put(taskId, run);
                run.shutdown();
                tasks.put(taskId, new Communication());
                waiting.add(notDone.get(taskId));
            } else {
                Long started = startedAt.remove(taskId);
                if (started != null) {
                    LOG.info(
                            "taskGroup[{}] taskId[{}] is successed, used[{}]ms",
                            id,
                            taskId,
                            System.currentTimeMillis() - started);
                    notDone.remove(taskId);
                }
            }
        }
        return false;
    }

    private @Nullable TaskRun removeRunning(int taskId) {
        for (Iterator<TaskRun> runs = running.iterator(); runs.hasNext(); ) {
            TaskRun run = runs.next();
            if (run.taskId() == taskId) {
                runs.remove();
                return run;
            }
        }
        return null;
    }

    private void startWaiting(Communication last) {
        Iterator<Configuration> queue = waiting.iterator();
        while (queue.hasNext() && running.size() < channels) {
            Configuration task = queue.next();
            int taskId = task.getInt(Keys.TASK_ID);
            TaskRun earlier = failed.get(taskId);
            if (earlier != null && !mayRetry(earlier, last)) {
                continue;
            }
            int attempt = earlier == null ? 1 : earlier.attempt() + 1;
            Configuration own = maxRetryTimes > 1 ? task.clone() : task;
            TaskRun run = new TaskRun(plugins, group, own, attempt, communicationOf(taskId));
            startedAt.put(taskId, System.currentTimeMillis());
            run.start();
            queue.remove();
            running.add(run);
            failed.remove(taskId);
            LOG.info("taskGroup[{}] taskId[{}] attemptCount[{}] is started", id, taskId, attempt);
        }
    }

    private boolean mayRetry(TaskRun earlier, Communication last) {
        long sinceFailure = System.currentTimeMillis() - earlier.failedAt();
        if (sinceFailure < retryInterval) {
            return false;
        }
        if (earlier.threadsEnded()) {
            LOG.info(
                    "taskGroup[{}] taskId[{}] attemptCount[{}] has already shutdown",
                    id,
                    earlier.taskId(),
                    earlier.attempt());
            return true;
        }
        if (sinceFailure > maxWait) {
            communicationOf(earlier.taskId()).mark(State.FAILED);
            report(last);
            throw DataXException.asDataXException(CommonErrorCode.WAIT_TIME_EXCEED, "task failover等待超时");
        }
        earlier.shutdown();
        return false;
    }

    private Communication communicationOf(int taskId) {
        Communication communication = tasks.get(taskId);
        if (communication == null) {
            throw new IllegalStateException("task " + taskId + " is not of group " + id);
        }
        return communication;
    }

    private Communication report(Communication last) {
        Communication now = Communication.merged(tasks.values());
        now.timestamp(System.currentTimeMillis());
        reported = now.asReport(last, taskCount);
        return now;
    }
}
