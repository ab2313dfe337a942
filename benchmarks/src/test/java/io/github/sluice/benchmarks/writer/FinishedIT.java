package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee: what a program took is known after its end, with what it started itself, and a bad end is no result. */
@Timeout(60)
class FinishedIT {
    private static final String SPINS = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

    @TempDir
    Path folder;

    private Finished sh(String script) throws IOException {
        return Finished.run("sh", List.of("/bin/sh", "-c", script), Map.of(), folder.resolve("run"));
    }

    @Test
    void aProgramsOwnTimeIsCountedAndItsWaitingIsNot() throws IOException {
        Finished finished = sh(SPINS + "; sleep 0.5; times");

        assertThat(finished.wall()).isGreaterThan(finished.cpu().plusMillis(400));
        // the first line of sh's own "times": its user and its system time
        String times = Files.readAllLines(folder.resolve("run/out")).get(0);
        Duration own =
                List.of(times.split(" ")).stream().map(FinishedIT::duration).reduce(Duration.ZERO, Duration::plus);
        assertThat(finished.cpu()).isBetween(own.minusMillis(30), own.plusMillis(60));
    }

    private static Duration duration(String minutesAndSeconds) {
        String[] parts = minutesAndSeconds.replace("s", "").split("m");
        return Duration.ofMinutes(Long.parseLong(parts[0])).plusMillis(Math.round(Double.parseDouble(parts[1]) * 1000));
    }

    @Test
    void theTimeOfWhatItStartedIsCountedToo() throws IOException {
        Finished finished = sh("sh -c '" + SPINS + "'; true");

        assertThat(finished.cpu()).isGreaterThan(Duration.ofMillis(50));
    }

    @Test
    void aBadEndIsNoResult() {
        assertThatThrownBy(() -> sh("echo why; exit 3"))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("why");
    }
}
