package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged command as a process of its own. */
final class Cli {
    private final Path folder;

    Cli(Path folder) {
        this.folder = folder;
    }

    /** A run of the command; its output goes into files of the folder. */
    record Running(Process process, Path out, Path err) {
        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("sluice ends").isTrue();
            return process.exitValue();
        }

        String output() throws IOException {
            return Files.readString(out, StandardCharsets.UTF_8);
        }

        String errors() throws IOException {
            return Files.readString(err, StandardCharsets.UTF_8);
        }
    }

    Running start(String... arguments) throws IOException {
        Path sluice = Path.of("target", "sluice-cli", "bin", "sluice").toAbsolutePath();
        assertThat(sluice).as("packaged by phase package").isExecutable();
        List<String> command = new ArrayList<>(List.of(sluice.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "cli", ".out");
        Path err = Files.createTempFile(folder, "cli", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().put("LANG", "C.UTF-8");
        return new Running(builder.start(), out, err);
    }
}
