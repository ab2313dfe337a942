package io.github.sluice.testbed.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A short command run to its end: exit code and all it printed. */
record Command(List<String> line, int exitCode, String output) {
    /** Exit code of a command that is not installed, as a shell gives it. */
    private static final int NOT_FOUND = 127;

    static Command run(Map<String, String> environment, Path workDir, String... line) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(workDir.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C"); // messages are read below
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Command(List.of(line), NOT_FOUND, String.valueOf(e.getMessage()));
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(List.of(line), process.waitFor(), output);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("cannot read what " + line[0] + " prints", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + line[0] + " was running", e);
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    Command orThrow(String purpose) {
        if (!succeeded()) {
            throw new IllegalStateException(
                    "cannot " + purpose + ": exit code " + exitCode + " of " + line + "\n" + output.strip());
        }
        return this;
    }
}
