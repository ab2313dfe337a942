package io.github.sluice.wire.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other side of the wire: python3 with the {@code cryptography} package, where the machine has it. */
public final class Python {
    private Python() {}

    /** Skips the test, saying why, where there is no such Python. */
    public static void assumePresent() {
        boolean present;
        try {
            present = run(List.of("-c", "import cryptography, sys; assert sys.version_info >= (3, 10)")).exitCode == 0;
        } catch (UncheckedIOException e) {
            present = false;
        }
        assumeTrue(present, "skipped: needs python3 (3.10 or later) with the cryptography package");
    }

    /** Runs python3 and returns what it printed; a failure fails the test with its output. */
    public static String output(String... arguments) {
        Result result = run(List.of(arguments));
        assertThat(result.exitCode).as(result.output).isZero();
        return result.output;
    }

    private static Result run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-B"));
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile("python", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
                builder.environment().put("PYTHONIOENCODING", "utf-8");
                Process process = builder.start();
                try {
                    if (!process.waitFor(60, TimeUnit.SECONDS)) {
                        throw new AssertionError("python3 did not end within 60 s");
                    }
                } finally {
                    process.destroyForcibly();
                }
                return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private record Result(int exitCode, String output) {}
}
