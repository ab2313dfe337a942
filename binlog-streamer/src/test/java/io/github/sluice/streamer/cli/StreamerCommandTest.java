package io.github.sluice.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Streamer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class StreamerCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        CommandLine command = Streamer.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args);
    }

    @Test
    void withoutACommandItSaysHowToGetHelp() {
        assertThat(execute()).isEqualTo(10);
        assertThat(err.toString()).contains("a command is missing").contains("Try 'binlog-streamer --help'");
    }

    @Test
    void anUnknownOptionIsAFaultWithASuggestion() {
        assertThat(execute("check", "--confg", "x")).isEqualTo(10);
        assertThat(err.toString()).contains("--confg").contains("--config");
    }

    @Test
    void helpAndVersionEndWithZero() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).contains("position").contains("binlog-streamer 0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "position"})
    void everyCommandRefusesFaultySettings(String command) throws Exception {
        Path settings = Files.writeString(folder.resolve("streamer.yaml"), "name: a b\n");
        assertThat(execute(command, "--config", settings.toString())).isEqualTo(10);
        assertThat(err.toString())
                .startsWith("binlog-streamer: 10 USAGE: " + settings + ": ")
                .contains("name: must be 1 to 64", "sources: is required", "tables: is required");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void exitCodesAreStableAndNoneIsOneOfOthers() {
        assertThat(Arrays.stream(ExitCode.values()).collect(Collectors.toMap(Enum::name, ExitCode::number)))
                .containsEntry("DONE", 0)
                .containsEntry("USAGE", 10)
                .containsEntry("UNDECRYPTABLE", 23)
                .containsEntry("UNKNOWN", 30)
                .containsEntry("REFUSED", 40)
                .containsEntry("FENCED", 41)
                .containsEntry("PURGED", 42)
                .containsEntry("DRIFT", 43);
        Set<Integer> numbers =
                Arrays.stream(ExitCode.values()).map(ExitCode::number).collect(Collectors.toSet());
        assertThat(numbers).hasSameSizeAs(ExitCode.values()).doesNotContain(1, 2, 130, 137, 143);
    }

    @Test
    void workThatEndsByItselfEndsTheCommandWithItsCode() {
        CountDownLatch asked = new CountDownLatch(1);
        assertThat(StopSignal.untilStopped(() -> ExitCode.FENCED, asked::countDown))
                .isEqualTo(ExitCode.FENCED);
        assertThat(asked.getCount()).as("nobody asked it to stop").isOne();
    }
}
