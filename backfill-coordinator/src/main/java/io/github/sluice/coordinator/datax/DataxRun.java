package io.github.sluice.coordinator.datax;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One DataX process of one attempt. It writes its output into a file, not into a pipe, so that it neither dies nor hangs
 * when {@code sluice} is killed; a later {@code sluice} finds it by the job's path among its arguments and follows it to
 * its end.
 *
 * <p>The MySQL password reaches DataX through a copy of the job that only the owner may read. The copy is removed when
 * DataX ends and when this process ends in any way but kill -9; after that the next run removes it.
 */
public final class DataxRun implements DataxRuns.Running {
    private static final Duration TICK = Duration.ofMillis(200);

    private final ProcessHandle process;
    private final Path output;
    private final Optional<Process> child;

    private DataxRun(ProcessHandle process, Path output, Optional<Process> child) {
        this.process = process;
        this.output = output;
        this.child = child;
    }

    /** How DataX ended. {@code exitCode} is empty for a process that another sluice had started. */
    public record Ended(
            OptionalLong exitCode, OptionalLong readTotal, OptionalLong failedTotal, String reason, Path output) {}

    /**
     * Starts DataX.
     *
     * @param job the whole job with the password in it
     * @param secretJob where its copy goes; the folder is made readable to the owner only
     * @param output the file for DataX's standard output and error
     */
    public static DataxRun start(Datax settings, String job, Path secretJob, Path output) {
        List<String> command = new ArrayList<>(settings.command());
        if (settings.jvm() != null) {
            command.add("--jvm=" + settings.jvm());
        }
        command.add(secretJob.toAbsolutePath().toString());
        try {
            writeSecret(secretJob, job);
            Files.createDirectories(parent(output));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .start();
            return new DataxRun(process.toHandle(), output, Optional.of(process));
        } catch (IOException e) {
            removeSecret(secretJob);
            throw new Failure(
                    ExitCode.SNAPSHOT_FAILED,
                    "DataX cannot be started (datax.command " + settings.command() + "): " + e.getMessage(),
                    e);
        }
    }

    /** The process that an earlier sluice started with this job, if it still runs. */
    public static Optional<DataxRun> find(Path secretJob, Path output) {
        String path = secretJob.toAbsolutePath().toString();
        List<ProcessHandle> family = ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().commandLine().orElse("").contains(path))
                .toList();
        // datax.py starts java with the same path; the one without a parent among them is the one to wait for
        return family.stream()
                .filter(handle -> handle.parent().filter(family::contains).isEmpty())
                .findFirst()
                .map(handle -> new DataxRun(handle, output, Optional.empty()));
    }

    /**
     * Waits for the end, reading the output as it grows.
     *
     * @param progress told the rows so far
     */
    @Override
    public Ended await(LongConsumer progress) {
        DataxOutput seen = new DataxOutput();
        try (GrowingFile lines = new GrowingFile(output)) {
            boolean alive = true;
            while (alive) {
                alive = !ended();
                lines.readTo(seen::line);
                progress.accept(seen.rows());
            }
            lines.readRest(seen::line);
        } catch (IOException e) {
            throw new Failure(ExitCode.UNKNOWN, "output of DataX " + output + " cannot be read: " + e.getMessage(), e);
        }
        OptionalLong exitCode = child.isPresent() ? OptionalLong.of(child.get().exitValue()) : OptionalLong.empty();
        return new Ended(exitCode, seen.readTotal(), seen.failedTotal(), seen.reason(), output);
    }

    /** How a DataX ended that nobody followed, by the output it left; no output says nothing. */
    public static Ended ended(Path output) {
        DataxOutput seen = new DataxOutput();
        if (Files.exists(output)) {
            try (GrowingFile lines = new GrowingFile(output)) {
                lines.readRest(seen::line);
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.UNKNOWN, "output of DataX " + output + " cannot be read: " + e.getMessage(), e);
            }
        }
        return new Ended(OptionalLong.empty(), seen.readTotal(), seen.failedTotal(), seen.reason(), output);
    }

    private boolean ended() {
        try {
            if (child.isPresent()) {
                // the handle of a child ends before its exit code is known
                return child.get().waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS);
            }
            process.onExit().get(TICK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException running) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted while DataX runs", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new Failure(ExitCode.UNKNOWN, "DataX cannot be waited for: " + e.getCause(), e);
        }
    }

    /** Asks the process and what it started to stop, then makes them. datax.py leaves a java behind otherwise. */
    @Override
    public void stop() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        all.forEach(ProcessHandle::destroy);
        Instant limit = Instant.now().plusSeconds(5);
        for (ProcessHandle one : all) {
            try {
                one.onExit()
                        .get(Math.max(1, Duration.between(Instant.now(), limit).toMillis()), TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
                one.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                one.destroyForcibly();
            }
        }
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Files.createDirectories(parent(file));
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }

    /** Removes the copy that holds the password; none is fine. */
    public static void removeSecret(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.REFUSED, file + " holds the MySQL password and cannot be removed: " + e.getMessage(), e);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
