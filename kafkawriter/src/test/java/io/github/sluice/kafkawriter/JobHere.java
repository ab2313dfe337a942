package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls the writer in this JVM as DataX does, a thread for each task, with errorLimit 0. */
final class JobHere {
    /** How a job ended. */
    record Ended(int exitCode, String output) {}

    private JobHere() {}

    static Ended run(Map<String, Object> parameters, List<? extends RecordReceiver> readers)
            throws InterruptedException {
        KafkaWriter.Job job = new KafkaWriter.Job();
        job.setPluginJobConf(Configuration.from(Json.write(parameters)));
        DirtyRecords dirty = new DirtyRecords();
        try {
            job.init();
            job.prepare();
            runTasks(job.split(readers.size()), readers, dirty);
            if (!dirty.reasons.isEmpty()) {
                return new Ended(1, String.join("\n", dirty.reasons));
            }
            job.post();
            return new Ended(0, "");
        } catch (RuntimeException e) {
            return new Ended(1, e + "\n" + String.join("\n", dirty.reasons));
        } finally {
            job.destroy();
        }
    }

    private static void runTasks(List<Configuration> tasks, List<? extends RecordReceiver> readers, DirtyRecords dirty)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                int number = i;
                ends.add(threads.submit(() -> runTask(number, tasks.get(number), readers.get(number), dirty)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private static void runTask(int number, Configuration settings, RecordReceiver reader, DirtyRecords dirty) {
        KafkaWriter.Task task = new KafkaWriter.Task();
        task.setPluginJobConf(settings);
        task.setTaskId(number);
        task.setTaskPluginCollector(dirty);
        try {
            task.init();
            task.prepare();
            task.startWrite(reader);
            task.post();
        } finally {
            task.destroy();
        }
    }
}
