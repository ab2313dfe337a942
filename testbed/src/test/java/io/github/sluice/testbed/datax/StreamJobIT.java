package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;

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
}
