package io.github.sluice.coordinator.watch;

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
 * One watch per state folder, so that no process is started twice. The lock is the operating system's, so a killed watch
 * leaves none behind. Thread-safe; closed once by its opener.
 */
public final class WatchLock implements AutoCloseable {
    private final FileChannel channel;

    private WatchLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws Failure with {@link ExitCode#REFUSED} when another watch holds it
     */
    public static WatchLock take(Path stateFolder) {
        Path file = stateFolder.resolve("watch.lock");
        try {
            Files.createDirectories(stateFolder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new Failure(ExitCode.REFUSED, "another sluice watch holds " + file + "; one is enough");
            }
            return new WatchLock(channel);
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
