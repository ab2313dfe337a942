package io.github.sluice.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The {@link ServerKeeper} process as its parent sees it. Closing it stops the servers, unless they
 * were told to stay.
 */
final class Keeper implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final OutputStream words;
    private boolean staying;

    private Keeper(Process process) {
        this.process = process;
        this.words = process.getOutputStream();
    }

    /**
     * Starts the servers and waits until all of them answer.
     *
     * @param told one line for each server
     * @throws IOException when they don't; the message holds the end of the log
     */
    static Keeper start(Path project, Path work, Consumer<String> told) throws IOException {
        Path log = work.resolve("servers.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-Dfile.encoding=UTF-8",
                        "-Dlogback.configurationFile=quickstart-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerKeeper.class.getName(),
                        project.toString(),
                        work.toString()))
                .redirectError(Redirect.appendTo(log.toFile()))
                .start();
        Keeper keeper = new Keeper(process);
        try {
            keeper.awaitReady(told, log);
            return keeper;
        } catch (IOException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private void awaitReady(Consumer<String> told, Path log) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.equals(ServerKeeper.READY)) {
                return;
            }
            told.accept(line);
        }
        throw new IOException("the servers did not start; the end of " + log + ":\n" + tail(log));
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    /** Leaves the servers up when this process ends. */
    void stay() throws IOException {
        words.write((ServerKeeper.STAY + "\n").getBytes(StandardCharsets.UTF_8));
        words.flush();
        staying = true;
    }

    /**
     * Stops servers that an earlier process left up.
     *
     * @return whether there were any
     */
    static boolean stopStaying(Path work) throws IOException, InterruptedException {
        Path file = work.resolve(DemoServers.ENDPOINTS);
        if (!Files.exists(file)) {
            return false;
        }
        Endpoints endpoints = Endpoints.read(file);
        ProcessHandle keeper = ProcessHandle.of(Long.parseLong(endpoints.text("keeper", "pid")))
                .filter(process -> DemoServers.startOf(process).equals(endpoints.text("keeper", "startedAt")))
                .orElse(null);
        if (keeper == null) {
            return false;
        }
        keeper.destroy();
        try {
            keeper.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + keeper.pid() + " did not stop within " + STOP_SECONDS + " s", e);
        }
        return true;
    }

    @Override
    public void close() {
        if (staying) {
            return;
        }
        try {
            words.close();
        } catch (IOException e) {
            // the process has ended already: that is what closing is for
            process.destroy();
        }
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
