package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to one server and goes with it. The system property {@code sluice.testbed.keep=true} keeps the
 * folders, for a look at logs and data after a failed test. Thread-safe.
 */
public final class ServerFolder implements AutoCloseable {
    private final Path path;
    private boolean closed;

    private ServerFolder(Path path) {
        this.path = path;
    }

    /** Creates a folder named {@code prefix} and a random number under {@code workDir}, which is created if missing. */
    public static ServerFolder create(Path workDir, String prefix) {
        try {
            Path parent = Files.createDirectories(workDir.toAbsolutePath().normalize());
            ServerFolder folder = new ServerFolder(Files.createTempDirectory(parent, prefix + "-"));
            if (!kept()) {
                try {
                    Watchdog.get().watch(folder.path);
                    LiveChildren.get().add(folder);
                } catch (RuntimeException e) {
                    delete(folder.path);
                    throw e;
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a folder for " + prefix + " in " + workDir, e);
        }
    }

    public Path path() {
        return path;
    }

    /** Removes the folder and all in it. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed || kept()) {
            return;
        }
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
        closed = true;
        LiveChildren.get().remove(this);
        Watchdog.get().release(path);
    }

    private static boolean kept() {
        return Boolean.getBoolean("sluice.testbed.keep");
    }

    /** Removes a folder and all in it; nothing happens if it is not there. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException stillWritten) {
                    delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
