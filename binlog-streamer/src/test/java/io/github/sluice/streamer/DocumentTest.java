package io.github.sluice.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The manual says what the code does; keys and metrics are compared beside the classes that know them. */
class DocumentTest {
    @Test
    void theTableOfExitCodesHasEveryCodeOnce() throws Exception {
        assertThat(Readme.table("## Exit codes"))
                .extracting(cells -> Integer.valueOf(cells[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(ExitCode.values()).map(ExitCode::number).toList());
    }

    @Test
    void theUnitRunsTheCommandAndDoesNotRestartWhatARestartCannotMend() throws Exception {
        Properties unit = new Properties();
        unit.load(new StringReader(Files.readString(Readme.TEMPLATES.resolve("systemd/binlog-streamer.service"))));

        assertThat(unit.getProperty("ExecStart"))
                .endsWith("bin/binlog-streamer run --config /etc/sluice/streamer.yaml");
        assertThat(unit.getProperty("KillSignal")).isEqualTo("SIGTERM");
        List<Integer> noRestart = Arrays.stream(
                        unit.getProperty("RestartPreventExitStatus").split(" "))
                .map(Integer::valueOf)
                .toList();
        assertThat(noRestart)
                .containsExactly(
                        ExitCode.USAGE.number(),
                        ExitCode.UNDECRYPTABLE.number(),
                        ExitCode.REFUSED.number(),
                        ExitCode.FENCED.number(),
                        ExitCode.PURGED.number());
    }
}
