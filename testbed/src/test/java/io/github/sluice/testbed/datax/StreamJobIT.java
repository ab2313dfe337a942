package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The home's own stream plugins, in the stand-in or in a real DataX. */
@Timeout(120)
class StreamJobIT {
    @TempDir
    static Path folder;

    private static DataxHome home;

    @BeforeAll
    static void makeHome() throws IOException {
        home = DataxHome.create(folder.resolve("datax")).pollEvery(Duration.ofMillis(200));
    }

    @Test
    void rowsOfAllTasksAreRead() throws Exception {
        Path job = Files.writeString(folder.resolve("rows.json"), """
                {"job": {"setting": {"speed": {"channel": 3}}, "content": [{
                  "reader": {"name": "streamreader", "parameter": {"sliceRecordCount": 100,
                    "column": [{"value": "中文", "type": "string"}, {"random": "1, 9", "type": "long"}]}},
                  "writer": {"name": "streamwriter", "parameter": {"print": true}}}]}}
                """);
        DataxResult result = home.run(job);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics()).hasValueSatisfying(statistics -> {
            assertThat(statistics.readRecords()).isEqualTo(300);
            assertThat(statistics.failedRecords()).isZero();
        });
        assertThat(result.output().lines().filter(line -> line.matches("中文\t[1-9]")))
                .hasSize(300);
    }

    /** Whatever the command, the same program runs: where there is a Python. */
    @Test
    void dataxPyRunsTheSameJob() throws Exception {
        assumeThat(pythonExists()).as("no python3 on the path").isTrue();
        Path job = Files.writeString(folder.resolve("python.json"), """
                {"job": {"setting": {"speed": {"channel": 1}}, "content": [{
                  "reader": {"name": "streamreader", "parameter": {"sliceRecordCount": "${rows}",
                    "column": [{"value": "x", "type": "string"}]}},
                  "writer": {"name": "streamwriter", "parameter": {"print": false}}}]}}
                """);
        Path program = home.folder().resolve("bin/datax.py");
        DataxResult result = run("python3", program.toString(), "-j", "-Xms32m", "-p", "-Drows=42", job.toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics().orElseThrow().readRecords()).isEqualTo(42);

        assertThat(run("python3", program.toString()).exitCode()).isEqualTo(255);
        Path missing = folder.resolve("missing.json");
        assertThat(run("python3", program.toString(), missing.toString()).exitCode())
                .isEqualTo(1);
        DataxResult template = run("python3", program.toString(), "-r", "streamreader", "-w", "streamwriter");
        assertThat(template.output()).contains("\"name\": \"streamreader\"");
    }

    private static boolean pythonExists() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static DataxResult run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return DataxResult.of(process.waitFor(), Files.readString(output));
        } finally {
            DataxHome.kill(process);
        }
    }
}
