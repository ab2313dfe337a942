package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 56 logical tables of 5,274 physical ones: what the coordinator itself needs for them. */
class ManyTablesTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void theyFitIntoAnEighthOfTheHeapThatIsAllowed() throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyTables.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(170, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(out);
        assertThat(process.exitValue()).as(text).isZero();
        Matcher said = Pattern.compile(
                        "tables (\\d+) done (\\d+) snapshots (\\d+) statusMillis (\\d+) heapBytes (\\d+)")
                .matcher(text);
        assertThat(said.find()).as(text).isTrue();
        assertThat(said.group(1)).isEqualTo("56");
        assertThat(said.group(2)).as("one table fails, and no other").isEqualTo("55");
        assertThat(Integer.parseInt(said.group(3))).isBetween(1, 2);
        // asking the journal table by table and step by step would take several seconds; a shared machine is slow
        assertThat(Long.parseLong(said.group(4))).as("milliseconds").isLessThan(5_000);
        assertThat(Long.parseLong(said.group(5))).isLessThan(48L * 1024 * 1024);
        System.out.println(said.group());
    }
}
