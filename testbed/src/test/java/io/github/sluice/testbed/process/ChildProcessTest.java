package io.github.sluice.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void thePidIsThatOfTheProgramItself() throws Exception {
        try (ChildProcess child = start(Map.of(), "exec sleep 600")) {
            child.awaitReady(LIMIT, () -> commandLine(child).startsWith("sleep 600"));
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void closeAsksFirst() throws Exception {
        ChildProcess child = start(Map.of(), "trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.1; done");
        child.awaitReady(LIMIT, () -> log().contains("up"));
        child.close();
        assertThat(child.isAlive()).isFalse();
        assertThat(log()).contains("asked");
        child.close();
    }

    @Test
    void aFrozenChildIsWokenToBeAsked() throws Exception {
        ChildProcess child = start(Map.of(), "trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.1; done");
        child.awaitReady(LIMIT, () -> log().contains("up"));
        child.freeze();
        child.close();
        assertThat(child.isAlive()).isFalse();
        assertThat(log()).contains("asked");
    }

    @Test
    void killEndsAlsoAFrozenChild() throws Exception {
        ChildProcess child = start(Map.of(), "exec sleep 600");
        child.freeze();
        child.kill();
        assertThat(child.isAlive()).isFalse();
        assertThatThrownBy(child::resume).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEarlyEndIsReportedWithItsExitCodeAndLog() {
        ChildProcess child = start(Map.of(), "echo first; echo last words; exit 7");
        assertThatThrownBy(() -> child.awaitReady(LIMIT, () -> false))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("exit code 7")
                .hasMessageEndingWith("last words");
    }

    @Test
    void onlyTheEndOfALongLogIsReported() {
        ChildProcess child = start(Map.of(), "seq 1 100000; echo the end; exit 1");
        assertThatThrownBy(() -> child.awaitReady(LIMIT, () -> false))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("99999\n100000\nthe end")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(2000));
    }

    @Test
    void aChildThatIsNotReadyInTimeIsKilledAndTheLastLookIsTold() {
        ChildProcess child = start(Map.of(), "exec sleep 600");
        assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(300), () -> {
                    throw new java.io.IOException("nobody listens");
                }))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("not ready within")
                .hasRootCauseMessage("nobody listens");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void anInterruptedWaitKillsTheChildAndKeepsTheFlag() {
        ChildProcess child = start(Map.of(), "exec sleep 600");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> child.awaitReady(LIMIT, () -> false)).isInstanceOf(StartFailedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aProgramThatDoesNotExistIsReported() {
        ChildProcess child = ChildProcess.start(
                new ChildCommand("ghost", List.of("/no/such/program"), Map.of(), folder, folder.resolve("log")));
        assertThatThrownBy(() -> child.awaitReady(LIMIT, () -> false))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void theEnvironmentHoldsWhatWasGivenAndNothingOfOurs() throws Exception {
        List<String> passedOn = List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ", "PWD", "_", "SHLVL");
        String ours = System.getenv().keySet().stream()
                .filter(name -> !passedOn.contains(name))
                .findFirst()
                .orElseThrow();
        ChildProcess child = start(Map.of("SECRET", "s3cret"), "env; exit 0");
        child.awaitSuccess(LIMIT);
        assertThat(log()).contains("SECRET=s3cret").contains("PATH=").doesNotContain(ours + "=");
    }

    @Test
    void argumentsReachTheProgramUnchanged() throws Exception {
        ChildProcess child = ChildProcess.start(new ChildCommand(
                "printf",
                List.of("/usr/bin/printf", "[%s]", "a b", "$HOME", "", "'\"\\"),
                Map.of(),
                folder,
                folder.resolve("log")));
        child.awaitSuccess(LIMIT);
        assertThat(log()).isEqualTo("[a b][$HOME][]['\"\\]");
    }

    @Test
    void theCommandAsTextHoldsNoEnvironment() {
        assertThat(new ChildCommand("x", List.of("x"), Map.of("SECRET", "s3cret"), folder, folder))
                .asString()
                .doesNotContain("s3cret");
    }

    private ChildProcess start(Map<String, String> environment, String script) {
        return ChildProcess.start(new ChildCommand(
                "child", List.of("/bin/sh", "-c", script), environment, folder, folder.resolve("log")));
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }

    private static String commandLine(ChildProcess child) throws Exception {
        return Files.readString(Path.of("/proc/" + child.pid() + "/cmdline")).replace('\0', ' ');
    }
}
