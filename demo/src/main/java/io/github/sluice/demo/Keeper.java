package io.github.sluice.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link ServerKeeper} process as its parent sees it. Closing it stops its servers, unless they were told to stay. */
final class Keeper implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final OutputStream words;
    private final Path log;
    private boolean staying;

    private Keeper(Process process, Path log) {
        this.process = process;
        this.words = process.getOutputStream();
        this.log = log;
    }

    /** Starts the process, and waits for nothing. */
    static Keeper start(List<String> line, Path log) throws IOException {
        return new Keeper(
                new ProcessBuilder(line)
                        .redirectError(Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /**
     * Waits until all of its servers answer.
     *
     * @param told one line for each server
     * @throws IOException when they don't; the message holds the end of the log
     */
    void awaitReady(Consumer<String> told) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.equals(ServerKeeper.READY)) {
                return;
            }
            told.accept(line);
        }
        throw new IOException("the servers did not start; the end of " + log + ":\n" + tail());
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    /** Says where Kafka is. */
    void kafkaIs(String bootstrapServers) throws IOException {
        say(ServerKeeper.KAFKA + bootstrapServers);
    }

    /** Leaves the servers up when this process ends. */
    void stay() throws IOException {
        say(ServerKeeper.STAY);
        staying = true;
    }

    private void say(String line) throws IOException {
        words.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        words.flush();
    }

    /** Tells a process from a later one of the same pid; empty where the system does not say. */
    static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Tells the servers to stop, and does not wait. */
    void ask() {
        if (staying) {
            return;
        }
        try {
            words.close();
        } catch (IOException e) {
            // the process has ended already: that is what closing is for
            process.destroy();
        }
    }

    @Override
    public void close() {
        if (staying) {
            return;
        }
        ask();
        boolean interrupted = false;
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
