package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One running child process. It never outlives this JVM: a shutdown hook stops it, and after a {@code kill -9} of this
 * JVM a {@link Watchdog} does. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(40);
    private static final int LOG_LINES = 40;
    private static final long LOG_BYTES = 16 * 1024;

    /** Nothing else of this JVM's environment reaches a child: a worker sees only the secrets given to it. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ");

    private final ChildCommand command;
    private final Process process;

    private ChildProcess(ChildCommand command, Process process) {
        this.command = command;
        this.process = process;
    }

    /**
     * Starts the command. The child waits for a word from us until the watchdog knows its pid, so that there is no
     * moment in which it could be left behind; then it becomes the program itself, under the same pid.
     */
    public static ChildProcess start(ChildCommand command) {
        List<String> line = new ArrayList<>(
                List.of("/bin/sh", "-c", "read -r go || exit 97; exec \"$@\" </dev/null", command.name()));
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(command.workDir().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(command.logFile().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(command.environment());
        Watchdog watchdog = Watchdog.get();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.name(), e);
        }
        ChildProcess child = new ChildProcess(command, process);
        try {
            watchdog.watch(process.pid());
            LiveChildren.get().add(child);
            process.onExit().thenRun(child::forget);
            try (OutputStream go = process.getOutputStream()) {
                go.write('\n');
            }
            return child;
        } catch (IOException e) {
            child.kill();
            throw new UncheckedIOException("cannot start " + command.name(), e);
        } catch (RuntimeException e) {
            child.kill();
            throw e;
        }
    }

    private void forget() {
        LiveChildren.get().remove(this);
        Watchdog.get().release(process.pid());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path logFile() {
        return command.logFile();
    }

    /**
     * Waits until the server is ready. If it ends before, or the limit passes, it is killed.
     *
     * @throws StartFailedException with the last lines of the log
     */
    public void awaitReady(Duration limit, Readiness readiness) {
        long end = System.nanoTime() + limit.toNanos();
        @Nullable Exception notYet = null;
        while (true) {
            if (!isAlive()) {
                throw new StartFailedException(
                        command.name() + " ended with exit code " + process.exitValue() + " while starting",
                        logTail(),
                        notYet);
            }
            try {
                if (readiness.isReady()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (Exception e) {
                notYet = e;
            }
            if (System.nanoTime() - end > 0) {
                kill();
                throw new StartFailedException(
                        command.name() + " was not ready within " + limit.toSeconds() + " s"
                                + (notYet == null ? "" : " (last look: " + notYet + ")"),
                        logTail(),
                        notYet);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /**
     * Waits until a process that does one thing has ended well. If it ends badly, or the limit passes, it is killed.
     *
     * @throws StartFailedException with the last lines of the log
     */
    public void awaitSuccess(Duration limit) {
        try {
            if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                if (process.exitValue() != 0) {
                    throw new StartFailedException(
                            command.name() + " ended with exit code " + process.exitValue(), logTail(), null);
                }
                return;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        kill();
        throw new StartFailedException(
                command.name() + " did not end within " + limit.toSeconds() + " s", logTail(), null);
    }

    private StartFailedException interrupted(InterruptedException e) {
        kill();
        Thread.currentThread().interrupt();
        return new StartFailedException("interrupted while " + command.name() + " was starting", logTail(), e);
    }

    /** Stops the process from running (SIGSTOP) while it keeps its memory, files and connections. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a frozen process run on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        if (!isAlive()) {
            throw new IllegalStateException(
                    command.name() + " (pid " + pid() + ") is not running, cannot send SIG" + signal);
        }
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(
                        "SIG" + signal + " did not reach " + command.name() + " (pid " + pid() + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal + " to " + command.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }

    /** Asks the process to end (SIGTERM); a frozen one is woken for it. Returns at once. */
    void ask() {
        if (isAlive()) {
            process.destroy();
            try {
                resume();
            } catch (IllegalStateException e) {
                if (isAlive()) {
                    throw e;
                }
            }
        }
    }

    /** Kills the process (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!awaitExit(GRACE)) {
            throw new IllegalStateException(command.name() + " (pid " + pid() + ") survived SIGKILL");
        }
    }

    /** Asks the process to end, waits, then forces it. A second call does nothing. */
    @Override
    public void close() {
        ask();
        if (!awaitExit(GRACE)) {
            kill();
        }
    }

    /** Waits without being interruptible: it is the way out of every failure. The interrupt flag is kept. */
    boolean awaitExit(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The last lines of the log, or an empty string if there is none. */
    public String logTail() {
        Path log = command.logFile();
        try {
            if (!Files.exists(log)) {
                return "";
            }
            String text;
            try (var in = Files.newByteChannel(log)) {
                in.position(Math.max(0, in.size() - LOG_BYTES));
                text = new String(java.nio.channels.Channels.newInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            }
            List<String> lines = text.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot read " + log + ": " + e + ")";
        }
    }
}
