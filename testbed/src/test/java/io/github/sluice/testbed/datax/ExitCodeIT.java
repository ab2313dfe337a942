package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DataX's table of exit codes, row by row; with {@code -Ddatax.home} the same against the real one. */
@Timeout(300)
class ExitCodeIT {
    private static final String FAILURE = "经DataX智能分析,该任务最可能的错误原因是:";

    @TempDir
    static Path folder;

    private static ProbeJobs jobs;

    @BeforeAll
    static void makeHome() throws IOException {
        jobs = new ProbeJobs(folder);
    }

    @Test
    void successIsZero() throws Exception {
        assertSucceeded(jobs.job().run(), 10, 0);
    }

    @Test
    void dirtyRowsWithoutLimitAreZero() throws Exception {
        assertSucceeded(jobs.job().writer("dirtyRows", 3).reader("dirtyRows", 2).run(), 12, 5);
    }

    @Test
    void dirtyRowsWithinTheLimitAreZero() throws Exception {
        assertSucceeded(
                jobs.job()
                        .writer("dirtyRows", 3)
                        .set("/job/setting/errorLimit/record", 3)
                        .set("/job/setting/errorLimit/percentage", 0.0)
                        .run(),
                10,
                3);
    }

    @Test
    void dirtyRowsBeyondTheNumberAreOne() throws Exception {
        assertFailed(
                jobs.job()
                        .writer("dirtyRows", 3)
                        .set("/job/setting/errorLimit/record", 2)
                        .run(),
                "Framework-14");
    }

    @Test
    void dirtyRowsBeyondTheShareAreOne() throws Exception {
        assertFailed(
                jobs.job()
                        .writer("dirtyRows", 3)
                        .set("/job/setting/errorLimit/percentage", 0.2)
                        .run(),
                "Framework-14");
    }

    @Test
    void textThatIsNoJsonIsOne() throws Exception {
        Path job = Files.writeString(folder.resolve("broken.json"), "{\"job\": ");
        assertFailed(jobs.home().run(job), "Common-00");
    }

    @Test
    void aMissingFileIsOne() throws Exception {
        assertFailed(jobs.home().run(folder.resolve("nowhere.json")), "Framework-03");
    }

    @Test
    void anUnknownPluginIsOne() throws Exception {
        assertFailed(jobs.job().writer("nosuchwriter").run(), "Framework-12");
    }

    @Test
    void aJobWithoutChannelsIsOne() throws Exception {
        assertFailed(jobs.job().set("/job/setting/speed/channel", 0).run(), "Framework-03");
    }

    @Test
    void aSpeedLimitWithoutTheChannelsOwnIsOne() throws Exception {
        assertFailed(jobs.job().set("/job/setting/speed/byte", 1000).run(), "Framework-03");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reader.Job.init",
                "reader.Job.prepare",
                "reader.Job.split",
                "reader.Job.post",
                "reader.Job.destroy",
                "reader.Task.init",
                "reader.Task.prepare",
                "reader.Task.startRead",
                "reader.Task.post"
            })
    void aReaderThatThrowsIsOne(String step) throws Exception {
        ProbeJobs.Job job = jobs.job().reader("fail", step);
        assertFailed(job.run(), "told to fail at " + step);
        // only what has been initialised is destroyed
        assertThat(job.traced().stream().anyMatch(line -> line.startsWith("reader.Job.destroy")))
                .isEqualTo(!step.equals("reader.Job.init"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "writer.Job.init",
                "writer.Job.prepare",
                "writer.Job.split",
                "writer.Job.post",
                "writer.Job.destroy",
                "writer.Task.init",
                "writer.Task.prepare",
                "writer.Task.startWrite",
                "writer.Task.post"
            })
    void aWriterThatThrowsIsOne(String step) throws Exception {
        ProbeJobs.Job job = jobs.job().writer("fail", step);
        assertFailed(job.run(), "told to fail at " + step);
        // only what has been initialised is destroyed
        assertThat(job.traced().stream().anyMatch(line -> line.startsWith("writer.Job.destroy")))
                .isEqualTo(!step.equals("writer.Job.init"));
    }

    @Test
    void aWriterThatSplitsOtherwiseIsOne() throws Exception {
        assertFailed(
                jobs.job()
                        .set("/job/setting/speed/channel", 2)
                        .writer("splitSize", 1)
                        .run(),
                "Framework-15");
    }

    @Test
    void aHookThatThrowsIsOneAndNoStatisticsArePrinted() throws Exception {
        ProbeJobs.Job job = jobs.job().writer("fail", "hook");
        assertFailed(job.run(), "told to fail at hook");
        assertThat(job.traced()).anyMatch(line -> line.startsWith("writer.Job.post"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader.Task.destroy", "writer.Task.destroy"})
    void aTaskDestroyThatThrowsIsZero(String step) throws Exception {
        DataxResult result =
                jobs.job().reader("fail", step).writer("fail", step).run();
        assertSucceeded(result, 10, 0);
        assertThat(result.output()).contains("told to fail at " + step);
    }

    @Test
    void aTaskDestroyThatStillRunsIsKilledAndZero() throws Exception {
        ProbeJobs.Job job = jobs.job().writer("sleep", "writer.Task.destroy");
        DataxResult result = job.run();
        if (result.exitCode() == 0) {
            assertThat(job.traced())
                    .anyMatch(line -> line.startsWith("writer.Task.destroy"))
                    .doesNotContain("writer.Task.destroy slept");
        }
        assertSucceeded(result, 10, 0);
    }

    /** QUIT as well, but a process started from Java has that one blocked. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalIsPassedOnAndEndsIn143(String signal) throws Exception {
        assumeFalse(
                signal.equals("INT") && inheritsIgnoredInterrupt(),
                "this build was started in the background, where SIGINT is ignored for good (POSIX, sh, 2.11)");
        ProbeJobs.Job job = jobs.job().writer("sleep", "writer.Task.startWrite");
        Path output = folder.resolve("signal-" + signal + ".txt");
        Process process = jobs.home().start(job.file(), Map.of(), output);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> job.traced().stream().anyMatch(line -> line.startsWith("writer.Task.startWrite")));
            ProcessHandle java = process.descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElseThrow();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(Files.readString(output)).contains("DataX receive unexpected signal");
            if (!jobs.home().isReal()) {
                // the real datax.py kills the shell between itself and java, and where /bin/sh is dash java lives on
                await().atMost(Duration.ofSeconds(10)).until(() -> !java.isAlive());
            }
            java.destroyForcibly();
        } finally {
            DataxHome.kill(process);
        }
    }

    private static boolean inheritsIgnoredInterrupt() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .anyMatch(mask -> (mask & 1 << 1) != 0);
    }

    @Test
    void wrongUseIs255() throws Exception {
        assertThat(jobs.home().run(folder.resolve("a.json"), Map.of(), "b.json").exitCode())
                .isEqualTo(255);
    }

    private static void assertSucceeded(DataxResult result, long read, long failed) {
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics()).hasValueSatisfying(statistics -> {
            assertThat(statistics.readRecords()).isEqualTo(read);
            assertThat(statistics.failedRecords()).isEqualTo(failed);
        });
        assertThat(result.output()).doesNotContain(FAILURE);
    }

    private static void assertFailed(DataxResult result, String reason) {
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.statistics()).isEmpty();
        int failure = result.output().indexOf(FAILURE);
        assertThat(failure).as(result.output()).isNotNegative();
        assertThat(result.output().substring(failure)).contains(reason);
    }
}
