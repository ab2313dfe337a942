package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Sluice;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 56 logical tables of 5,274 physical ones, with the memory that bin/sluice gives: what the coordinator needs for them. */
class ManyTablesTest {
    private static final int MEGABYTES = 512;

    @TempDir(factory = QuickFolder.class)
    Path folder;

    @Test
    @Timeout(700)
    void theyNeedLessThanHalfAGigabyteAndTheirStatusTakesLessThanASecond() throws Exception {
        String run = java(ManyTables.class, folder.toString());
        Matcher said = Pattern.compile(
                        "tables (\\d+) done (\\d+) datax (\\d+) entries \\d+ seconds \\d+ heapMegabytes (\\d+)"
                                + " peakMegabytes (\\d+)")
                .matcher(run);
        assertThat(said.find()).as(run).isTrue();
        assertThat(said.group(1)).isEqualTo("56");
        assertThat(said.group(2)).as("one table fails, and no other: %s", run).isEqualTo("55");
        assertThat(run)
                .contains(SimCrowd.name(ManyTables.BAD) + " CONNECTOR_FAILED")
                .contains("broken Optional.empty");
        assertThat(Integer.parseInt(said.group(3))).as("DataX at once").isBetween(1, 2);
        assertThat(Integer.parseInt(said.group(4))).as("of heap, after the run").isLessThan(64);
        assertThat(Integer.parseInt(said.group(5)))
                .as("of all memory, at its peak")
                .isLessThan(MEGABYTES);

        Matcher answer = Pattern.compile("statusMillis (\\d+)").matcher(run);
        assertThat(answer.find()).as(run).isTrue();
        assertThat(Long.parseLong(answer.group(1)))
                .as("milliseconds of sluice status")
                .isLessThan(1_000);

        long begun = System.nanoTime();
        String status = java(
                Sluice.class,
                "status",
                "-f",
                folder.resolve("sluice.yaml").toString(),
                "--output",
                "json",
                "--lang",
                "en");
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertThat(done(status)).hasSize(55).doesNotContain(SimCrowd.name(ManyTables.BAD));
        System.out.println(said.group() + "; " + answer.group() + ", with the start of a JVM " + millis);
    }

    /** The tables whose last step is done, as the command says. */
    private static List<String> done(String status) {
        String json = status.substring(status.indexOf('['));
        List<String> done = new ArrayList<>();
        for (Object one : (List<?>) Json.parse(json)) {
            Map<?, ?> table = (Map<?, ?>) one;
            if ("done".equals(((Map<?, ?>) table.get("steps")).get("drop"))) {
                done.add(String.valueOf(table.get("table")));
            }
        }
        assertThat((List<?>) Json.parse(json)).hasSize(ManyTables.LOGICAL);
        return done;
    }

    /** A program as bin/sluice starts it, to its end; what it said on standard output. */
    private String java(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MEGABYTES + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s%n%s", Files.readString(out), Files.readString(err))
                .isEqualTo(ExitCode.DONE.number());
        return Files.readString(out);
    }
}
