package io.github.sluice.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guarantee: CPU time and memory of another process are counted as that process itself counts them. */
@Timeout(60)
class UsageIT {
    private static final int MEBIBYTES = 150;

    private Process burner;

    private long burn(int cpuMillis, int mebibytes) throws IOException {
        burner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Burner.class.getName(),
                        String.valueOf(cpuMillis),
                        String.valueOf(mebibytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new BufferedReader(new InputStreamReader(burner.getInputStream(), StandardCharsets.UTF_8));
        return Long.parseLong(lines.readLine().replaceFirst("done ", ""));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (burner != null) {
            burner.destroyForcibly().waitFor();
        }
    }

    @Test
    void cpuTimeIsWhatTheProcessItselfCounts() throws IOException {
        Duration counted = Duration.ofMillis(burn(1_000, 1));

        assertThat(Usage.of(burner.pid()).cpu()).isBetween(counted.minusMillis(50), counted.plusMillis(300));
    }

    @Test
    void residentMemoryHoldsWhatTheProcessTouched() throws IOException {
        burn(10, MEBIBYTES);

        Usage usage = Usage.of(burner.pid());
        assertThat(Mebibytes.of(usage.resident())).isBetween((long) MEBIBYTES, MEBIBYTES + 120L);
        assertThat(usage.peak()).isGreaterThanOrEqualTo(usage.resident());
    }

    @Test
    void theHeapInUseHoldsWhatTheProcessHolds() throws IOException {
        burn(10, MEBIBYTES);

        try (HeapWatch watch = HeapWatch.of(burner.pid(), Duration.ofMillis(100))) {
            watch.next();
            HeapWatch.Heap heap = watch.next();
            assertThat(Mebibytes.of(heap.heap())).isBetween((long) MEBIBYTES, MEBIBYTES + 40L);
            assertThat(heap.old()).isLessThanOrEqualTo(heap.heap());
        }
    }

    @Test
    void aProcessThatIsGoneIsAnErrorAndNotZero() throws Exception {
        burn(10, 1);
        burner.destroyForcibly().waitFor();

        assertThatThrownBy(() -> Usage.of(burner.pid())).isInstanceOf(IOException.class);
    }
}
