package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What DataX does to plugins and to a writer's reader of its log; with {@code -Ddatax.home} shown on the real one. */
@Timeout(300)
class LifecycleIT {
    @TempDir
    static Path folder;

    private static ProbeJobs jobs;

    @BeforeAll
    static void makeHome() throws IOException {
        jobs = new ProbeJobs(folder);
    }

    @Test
    void jobsStepsComeInOrderWithThePluginsLoaderButForDestroy() throws Exception {
        ProbeJobs.Job job = jobs.job();
        job.run();
        assertThat(steps(job, line -> line.contains("Job.") || line.startsWith("hook ")))
                .containsSubsequence(
                        "reader.Job.init job-0 plugin",
                        "writer.Job.init job-0 plugin",
                        "reader.Job.prepare job-0 plugin",
                        "writer.Job.prepare job-0 plugin",
                        "reader.Job.split job-0 plugin",
                        "writer.Job.split job-0 plugin",
                        "writer.Job.post job-0 plugin",
                        "reader.Job.post job-0 plugin",
                        "hook job-0 plugin",
                        "writer.Job.destroy job-0 app",
                        "reader.Job.destroy job-0 app");
        assertThat(job.traced()).contains("peer probereader null");
    }

    @Test
    void tasksStepsComeInOrderOnThreadsOfTheirOwn() throws Exception {
        ProbeJobs.Job job = jobs.job();
        job.run();
        assertThat(steps(job, line -> line.startsWith("writer.Task")))
                .containsExactly(
                        "writer.Task.init 0-0-0-writer plugin",
                        "writer.Task.prepare 0-0-0-writer plugin",
                        "writer.Task.startWrite 0-0-0-writer plugin",
                        "writer.Task.post 0-0-0-writer plugin",
                        "writer.Task.destroy 0-0-0-writer plugin");
        assertThat(steps(job, line -> line.startsWith("reader.Task")))
                .containsExactly(
                        "reader.Task.init 0-0-0-reader plugin",
                        "reader.Task.prepare 0-0-0-reader plugin",
                        "reader.Task.startRead 0-0-0-reader plugin",
                        "reader.Task.post 0-0-0-reader plugin",
                        "reader.Task.destroy 0-0-0-reader plugin");
    }

    @Test
    void afterAFailureOnlyDestroyIsCalled() throws Exception {
        ProbeJobs.Job job = jobs.job().writer("fail", "writer.Task.startWrite");
        job.run();
        assertThat(job.traced())
                .anyMatch(line -> line.startsWith("writer.Task.destroy"))
                .noneMatch(line -> line.contains("Job.post") || line.startsWith("hook"))
                .contains("writer.Job.destroy job-0 app");
    }

    @Test
    void aDryRunOnlyChecks() throws Exception {
        ProbeJobs.Job job = jobs.job().set("/job/setting/dryRun", true);
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(job.traced())
                .containsExactly("reader.Job.preCheck job-0 plugin", "writer.Job.preCheck job-0 plugin", "dryRun true");
    }

    /** The trap of asynchronous writers: nothing but the writer itself notices that it has lost every row. */
    @Test
    void rowsThatTheWriterDropsCountAsWritten() throws Exception {
        ProbeJobs.Job job = jobs.job().reader("rows", 100);
        DataxResult result = job.run();
        assertThat(result.exitCode()).isZero();
        assertThat(result.statistics()).hasValueSatisfying(statistics -> {
            assertThat(statistics.readRecords()).isEqualTo(100);
            assertThat(statistics.failedRecords()).isZero();
        });
        assertThat(job.traced())
                .contains("rows 100 repeated 0", "counter readSucceedRecords 100", "counter totalErrorRecords 0");
    }

    @Test
    void theEndOfRowsIsCountedAsReceivedOncePerTask() throws Exception {
        ProbeJobs.Job job = jobs.job()
                .reader("tasks", 3)
                .reader("rows", 100)
                .writer("dirtyRows", 2)
                .reader("dirtyRows", 1);
        DataxResult result = job.run();
        assertThat(job.traced())
                .contains(
                        "hook tasks 3",
                        "counter readSucceedRecords 300",
                        "counter readFailedRecords 3",
                        "counter writeReceivedRecords 303",
                        "counter writeFailedRecords 6",
                        "counter writeSucceedRecords 297",
                        "counter totalReadRecords 303",
                        "counter totalErrorRecords 9",
                        "counter stage 3",
                        "counter percentage 1.0");
        assertThat(job.traced().stream()
                        .filter(line -> line.startsWith("counter "))
                        .map(line -> line.split(" ")[1]))
                .contains(
                        "readSucceedBytes",
                        "readFailedBytes",
                        "writeReceivedBytes",
                        "writeFailedBytes",
                        "writeSucceedBytes",
                        "totalReadBytes",
                        "totalErrorBytes",
                        "waitReaderTime",
                        "waitWriterTime",
                        "byteSpeed",
                        "recordSpeed");
        assertThat(result.output())
                .containsPattern(
                        "StandAloneJobContainerCommunicator - Total 303 records, \\d+ bytes \\| Speed \\S+/s, \\d+ records/s"
                                + " \\| Error 9 records, \\d+ bytes \\|  All Task WaitWriterTime [\\d.]+s \\| "
                                + " All Task WaitReaderTime [\\d.]+s \\| Percentage 100.00%");
    }

    @Test
    void messagesOfTasksDoNotReachTheJob() throws Exception {
        DataxResult result = jobs.job().writer("askMessage", true).run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("java.lang.NullPointerException");
    }

    @Test
    void tasksGetCopiesOfOneSplitConfiguration() throws Exception {
        ProbeJobs.Job job = jobs.job().reader("tasks", 3).set("/job/setting/speed/channel", 1);
        job.run();
        assertThat(Collections.frequency(job.traced(), "mark none")).isEqualTo(3);
    }

    @Test
    void aFailedTaskIsNotTriedAgainUnlessTold() throws Exception {
        ProbeJobs.Job once = jobs.job().writer("failOver", true).writer("fail", "writer.Task.post");
        assertThat(once.run().exitCode()).isEqualTo(1);
        assertThat(steps(once, line -> line.startsWith("writer.Task.init"))).hasSize(1);

        ProbeJobs.Job twice = jobs.job()
                .writer("failOver", true)
                .writer("fail", "writer.Task.post")
                .set("/core/container/task/failOver/maxRetryTimes", 2)
                .set("/core/container/task/failOver/retryIntervalInMsec", 100);
        assertThat(twice.run().exitCode()).isEqualTo(1);
        assertThat(steps(twice, line -> line.startsWith("writer.Task.init"))).hasSize(2);
        assertThat(Collections.frequency(twice.traced(), "rows 10 repeated 0")).isEqualTo(2);
    }

    @Test
    void whatLiesInTheHomesLibWinsOverThePlugin() throws Exception {
        ProbeJobs.Job job = jobs.job().writer("where", true);
        job.run();
        assertThat(origin(job, "com.alibaba.fastjson2.JSON")).endsWith("lib/fastjson2-2.0.23.jar");
        assertThat(origin(job, "org.slf4j.LoggerFactory")).endsWith("lib/slf4j-api-1.7.10.jar");
        assertThat(origin(job, "org.apache.commons.lang3.StringUtils")).endsWith("lib/commons-lang3-3.3.2.jar");
        assertThat(origin(job, "io.github.sluice.testbed.datax.probe.ProbeWriter"))
                .endsWith("plugin/writer/probewriter/libs/probe.jar");
    }

    @Test
    void aStrayEntryInAPluginFolderBreaksEveryJob() throws Exception {
        Path stray = Files.createDirectory(jobs.home().folder().resolve("plugin/reader/stray"));
        try {
            DataxResult result = jobs.job().run();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("Common-00").contains("1s后重试");
        } finally {
            Files.delete(stray);
        }
    }

    @Test
    void aSecondPluginOfOneNameBreaksEveryJob() throws Exception {
        Path copy = Files.createDirectory(jobs.home().folder().resolve("plugin/writer/copy"));
        Path description = copy.resolve("plugin.json");
        try {
            Files.writeString(description, "{\"name\": \"probereader\", \"class\": \"a.B\"}");
            DataxResult result = jobs.job().run();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("Framework-12");
        } finally {
            Files.delete(description);
            Files.delete(copy);
        }
    }

    @Test
    void onlyPasswordsAndAccessKeysAreMasked() throws Exception {
        DataxResult result = jobs.job()
                .writer("password", "secret1")
                .writer("keyPassword", "secret2")
                .writer("accessKey", "secret3")
                .writer("encryptionKey", "clear1")
                .writer("sasl.password", "clear2")
                .writer("accessKeyId", "clear3")
                .run();
        assertThat(result.output())
                .doesNotContain("secret1", "secret2", "secret3")
                .contains("\"password\":\"*******\"", "clear1", "clear2", "clear3");
    }

    @Test
    void nineDirtyRowsAreShownInClear() throws Exception {
        DataxResult result =
                jobs.job().reader("rows", 30).writer("dirtyRows", 20).run();
        List<String> lines = result.output().lines().toList();
        assertThat(Collections.frequency(
                        lines.stream()
                                .map(line -> line.replaceAll("^.* - ", ""))
                                .toList(),
                        "脏数据: "))
                .isEqualTo(9);
        assertThat(lines)
                .contains("{\"exception\":\"bad row\",\"record\":[{\"byteSize\":8,\"index\":0,\"rawData\":0,"
                        + "\"type\":3},{\"byteSize\":1,\"index\":1,\"rawData\":\"x\",\"type\":5}],"
                        + "\"type\":\"writer\",\"message\":\"dirty by order\"}");
        assertThat(result.statistics().orElseThrow().failedRecords()).isEqualTo(20);
    }

    @Test
    void aRowGreaterThanTheChannelIsDirtyOnTheReadersSide() throws Exception {
        ProbeJobs.Job job = jobs.job()
                .reader("rows", 3)
                .reader("textLength", 5000)
                .set("/core/transport/channel/byteCapacity", 2000);
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(job.traced()).contains("rows 0 repeated 0", "counter readFailedRecords 3");
        assertThat(result.statistics().orElseThrow().readRecords()).isEqualTo(3);
    }

    @Test
    void channelsAreDealtToTaskGroups() throws Exception {
        ProbeJobs.Job job = jobs.job().set("/job/setting/speed/channel", 7).reader("tasks", 12);
        String output = job.run().output();
        assertThat(output)
                .contains("Scheduler starts [2] taskGroups.")
                .contains("taskGroupId=[0] start [4] channels for [6] tasks.")
                .contains("taskGroupId=[1] start [3] channels for [6] tasks.");
        assertThat(job.traced()).contains("advice 7");
    }

    @Test
    void moreChannelsThanTasksAreOfNoUse() throws Exception {
        String output = jobs.job()
                .set("/job/setting/speed/channel", 20)
                .reader("tasks", 2)
                .run()
                .output();
        assertThat(output).contains("taskGroupId=[0] start [2] channels for [2] tasks.");
    }

    @Test
    void aJobsSpeedInUnitsOfAChannelsGivesTheChannels() throws Exception {
        ProbeJobs.Job job = jobs.job()
                .set("/job/setting/speed/record", 10_000)
                .set("/job/setting/speed/byte", 100_000_000)
                .set("/core/transport/channel/speed/record", 3_000)
                .set("/core/transport/channel/speed/byte", 10_000_000);
        job.run();
        assertThat(job.traced()).contains("advice 3");
    }

    @Test
    void aChannelsSpeedLimitHoldsTheReaderBack() throws Exception {
        // a burst shorter than the 20 ms between two looks is let through
        DataxResult result = jobs.job()
                .reader("rows", 300_000)
                .set("/core/transport/channel/speed/record", 100_000)
                .run();
        assertThat(result.statistics()).hasValueSatisfying(statistics -> {
            assertThat(statistics.readRecords()).isEqualTo(300_000);
            assertThat(statistics.recordsPerSecond()).isLessThan(160_000);
        });
    }

    @Test
    void placeholdersAreReplacedByParametersOfTheCommandLine() throws Exception {
        ProbeJobs.Job job = jobs.job().reader("rows", "${rows}").writer("mark", "$unknown");
        job.run("-p", "-Drows=17");
        assertThat(job.traced()).contains("rows 17 repeated 0", "mark $unknown");
    }

    @Test
    void aFileIsLoggedToUnderTheJobsName() throws Exception {
        ProbeJobs.Job job = jobs.job();
        job.run();
        String path = job.file().toString();
        String name = path.substring(path.length() - 20).replaceAll("[/.]", "_");
        try (var logs = Files.walk(jobs.home().folder().resolve("log"))) {
            Path log = logs.filter(file -> file.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(log)).contains("读出记录总数");
        }
    }

    @Test
    void everyTickOfTheJobIsASleepInterval() throws Exception {
        DataxResult result =
                jobs.job().set("/core/container/job/sleepInterval", 3000).run();
        assertThat(result.statistics().orElseThrow().seconds()).isBetween(3L, 4L);
    }

    private interface LineFilter {
        boolean accepts(String line);
    }

    private static List<String> steps(ProbeJobs.Job job, LineFilter filter) throws IOException {
        return job.traced().stream().filter(filter::accepts).toList();
    }

    private static String origin(ProbeJobs.Job job, String className) throws IOException {
        Pattern pattern = Pattern.compile("from " + Pattern.quote(className) + " (.*)");
        return job.traced().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }
}
