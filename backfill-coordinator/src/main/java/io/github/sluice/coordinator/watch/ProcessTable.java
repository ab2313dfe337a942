package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes of this machine by their id files. A name in a process list proves nothing (inventory #203): an editor has
 * the same words in its command line. One thread.
 */
final class ProcessTable implements Hands {
    /** Start times are told in whole seconds on some systems. */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    private static final Duration EXIT_LIMIT = Duration.ofSeconds(1);

    private final Map<String, Process> started = new LinkedHashMap<>();

    /** The living process whose id the file holds; null if there is none, or its id went to a later process. */
    static @Nullable Long pid(Path file) {
        try {
            String text = Files.readString(file).strip().lines().findFirst().orElse("");
            if (!text.matches("\\d{1,10}")) {
                return null;
            }
            long pid = Long.parseLong(text);
            ProcessHandle process = ProcessHandle.of(pid).orElse(null);
            if (process == null || !process.isAlive() || isZombie(pid)) {
                return null;
            }
            Instant written = Files.getLastModifiedTime(file).toInstant();
            boolean later = process.info()
                    .startInstant()
                    .map(start -> start.isAfter(written.plus(CLOCK_GRAIN)))
                    .orElse(false);
            return later ? null : (Long) pid;
        } catch (IOException e) {
            return null;
        }
    }

    /** A dead process whose parent has not asked for its exit code still has its id (Linux, proc(5)). */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts it in a session of its own, so that it outlives this watch, the terminal and an interrupt typed there. The
     * process keeps the id through both {@code exec}s.
     */
    @Override
    public void start(Watched watched) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; trap '' HUP INT; exec \"$@\"",
                "sluice-watch"));
        command.addAll(watched.start());
        makeFolder(watched.log());
        makeFolder(watched.pidFile());
        Process process = new ProcessBuilder(command)
                .directory(watched.folder().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(watched.log().toFile()))
                .start();
        started.put(watched.name(), process);
        Files.writeString(watched.pidFile(), process.pid() + "\n");
    }

    private static void makeFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    /** A script may have begun the real program as a child. */
    @Override
    public void stop(long pid) {
        family(pid).forEach(ProcessHandle::destroy);
    }

    @Override
    public void kill(long pid) {
        family(pid).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> family(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .toList();
    }

    @Override
    public OptionalInt exitCode(Watched watched) {
        Process process = started.get(watched.name());
        try {
            // its id can be gone a moment before its exit code is known
            return process != null && process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }
}
