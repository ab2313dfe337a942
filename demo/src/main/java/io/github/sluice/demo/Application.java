package io.github.sluice.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of the demonstration that works beside one of the two databases, as a process in that network. It ends when
 * its standard input does, so never later than this process.
 */
final class Application implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final String name;
    private final Process process;
    private final BufferedReader lines;

    private Application(String name, Process process) {
        this.name = name;
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The file of what {@code SourceApplication write} has committed. */
    static Path changes(Path work) {
        return work.resolve("changes.log");
    }

    /** The file of the numbers that it has committed. */
    static Path counted(Path work) {
        return work.resolve("counted.log");
    }

    /** The file of the numbers that {@link TargetReader} has seen. */
    static Path seen(Path work) {
        return work.resolve("seen.log");
    }

    /** Starts a main class; its standard error is ours. */
    static Application start(Networks networks, Side side, Class<?> main, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dlogback.configurationFile=quickstart-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(List.of(arguments));
        return new Application(
                main.getSimpleName(),
                new ProcessBuilder(networks.in(side, line))
                        .redirectError(Redirect.INHERIT)
                        .start());
    }

    /** Waits until it has ended well. */
    void awaitEnd(Consumer<String> told) throws IOException, InterruptedException {
        String line;
        while ((line = lines.readLine()) != null) {
            told.accept(line);
        }
        check(process.waitFor());
    }

    /**
     * Waits until it has said a line.
     *
     * @throws IllegalStateException when it ended without it
     */
    void awaitLine(String wanted) throws IOException {
        String line;
        do {
            line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " ended before it said '" + wanted + "'");
            }
        } while (!line.equals(wanted));
    }

    /** @throws IllegalStateException when it has ended */
    void expectRunning() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " has ended with exit code " + process.exitValue());
        }
    }

    private void check(int exitCode) {
        if (exitCode != 0) {
            throw new IllegalStateException(name + " ended with exit code " + exitCode);
        }
    }

    /**
     * Ends its input and waits for its end. A second call does nothing.
     *
     * @throws IllegalStateException when it ended badly, or did not
     */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end within " + STOP_SECONDS + " s");
            }
            check(process.exitValue());
        } catch (IOException e) {
            process.destroy();
            throw new IllegalStateException(name + " cannot be told to end", e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
