package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What one process does at a time, a half or a watch of a state folder. The lock is the operating system's, so a killed
 * process leaves none behind. Thread-safe; closed once by its opener.
 */
public final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param file made with its folder if missing
     * @param refusal what to tell when another process holds it
     * @throws Failure with {@link ExitCode#REFUSED} then
     */
    public static ProcessLock take(Path file, String refusal) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new Failure(ExitCode.REFUSED, refusal);
            }
            return new ProcessLock(channel);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "lock " + file + " cannot be taken: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.UNKNOWN, "lock cannot be released: " + e.getMessage(), e);
        }
    }
}
