package io.github.sluice.coordinator.datax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataxRunTest {
    @TempDir
    Path folder;

    /** Lines as DataX prints them (datax.md 2). */
    private static final String GOOD = """
            echo '2026-11-21 17:14:18.123 [job-0] INFO  StandAloneJobContainerCommunicator - Total 60 records, 600 bytes | Speed 60B/s, 6 records/s | Error 0 records, 0 bytes |  All Task WaitWriterTime 0.000s'
            echo '2026-11-21 17:14:19.123 [job-0] INFO  StandAloneJobContainerCommunicator - Total 100 records, 1000 bytes | Speed 60B/s, 6 records/s | Error 2 records, 0 bytes |'
            echo '任务启动时刻                    : 2026-11-21 17:14:18'
            echo '读出记录总数                    :                 100'
            printf '读写失败总数                    :                   2'
            """;

    @Test
    void aRunIsFollowedToItsStatistics() throws IOException {
        List<Long> told = new ArrayList<>();
        DataxRun run = start(GOOD, null);
        DataxRun.Ended ended = run.await(told::add);
        assertThat(ended.exitCode()).isEqualTo(OptionalLong.of(0));
        assertThat(ended.readTotal()).isEqualTo(OptionalLong.of(100));
        assertThat(ended.failedTotal()).isEqualTo(OptionalLong.of(2));
        assertThat(told).last().isEqualTo(100L);
        assertThat(Files.readString(ended.output())).contains("读出记录总数");
    }

    @Test
    void aFailureHasItsCodeAndDataxsOwnReason() throws IOException {
        DataxRun.Ended ended = start("""
                                echo '经DataX智能分析,该任务最可能的错误原因是:'
                                echo 'com.alibaba.datax.common.exception.DataXException: Code:[KafkaWriter-05], no topic'
                                exit 1
                                """, null).await(rows -> {});
        assertThat(ended.exitCode()).isEqualTo(OptionalLong.of(1));
        assertThat(ended.readTotal()).isEmpty();
        assertThat(ended.reason()).endsWith("Code:[KafkaWriter-05], no topic");
    }

    @Test
    void theJobIsTheOwnersAloneAndJvmFlagsComeBeforeIt() throws IOException {
        Path job = folder.resolve("runs/job.json");
        DataxRun.Ended ended =
                start("echo \"[$1] [$2]\"; ls -l \"$2\"; cat \"$2\"", "-Xmx1g").await(rows -> {});
        assertThat(Files.readString(ended.output()))
                .contains("[--jvm=-Xmx1g] [" + job + "]")
                .contains("-rw-------")
                .contains("secret job");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job)))
                .isEqualTo("rw-------");
        DataxRun.removeSecret(job);
        DataxRun.removeSecret(job);
        assertThat(job).doesNotExist();
    }

    @Test
    void aRunOfAnEarlierProcessIsFoundByItsJobAndFollowed() throws IOException {
        Path go = folder.resolve("go");
        Path job = folder.resolve("runs/job.json");
        start("while [ ! -e " + go + " ]; do sleep 0.05; done\n" + GOOD, null);
        DataxRun found = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> DataxRun.find(job, folder.resolve("out.log")), run -> run.isPresent())
                .orElseThrow();
        Files.createFile(go);
        DataxRun.Ended ended = found.await(rows -> {});
        assertThat(ended.exitCode()).as("only a parent knows it").isEmpty();
        assertThat(ended.readTotal()).isEqualTo(OptionalLong.of(100));
        assertThat(DataxRun.find(job, folder.resolve("out.log"))).isEmpty();
    }

    @Test
    void stoppingReachesWhatTheScriptHasStarted() throws IOException {
        Path child = folder.resolve("child.pid");
        DataxRun run = start("sleep 600 & echo $! > " + child + "\nwait", null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(child) && !Files.readString(child).isBlank());
        long pid = Long.parseLong(Files.readString(child).strip());
        run.stop();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .isEmpty());
    }

    @Test
    void aCommandThatDoesNotExistIsASentenceAndLeavesNoSecret() {
        Path job = folder.resolve("runs/job.json");
        assertThatThrownBy(() -> DataxRun.start(
                        new Datax(List.of("/no/such/datax"), 1, null), "secret job", job, folder.resolve("out.log")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.SNAPSHOT_FAILED))
                .hasMessageContaining("/no/such/datax");
        assertThat(job).doesNotExist();
    }

    private DataxRun start(String script, @Nullable String jvm) throws IOException {
        Path file = Files.writeString(folder.resolve("datax.sh"), script);
        return DataxRun.start(
                new Datax(List.of("sh", file.toString()), 1, jvm),
                "secret job",
                folder.resolve("runs/job.json"),
                folder.resolve("out.log"));
    }
}
