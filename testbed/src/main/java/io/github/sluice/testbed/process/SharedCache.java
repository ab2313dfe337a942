package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Folders that are costly to make and shared by all testbeds of this user: {@code ~/.cache/sluice-testbed}, or, where
 * the home folder cannot be written, {@code sluice-testbed-USER} in the temporary folder. An entry is made once, under
 * a lock file, and appears by an atomic rename: it is whole or absent, also when two JVMs come at once or one is
 * killed in the middle. Thread-safe.
 */
public final class SharedCache {
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private SharedCache() {}

    /** Makes the content of an entry. */
    @FunctionalInterface
    public interface Content {
        /** Writes into {@code folder}, which exists and is empty. */
        void writeTo(Path folder) throws IOException;
    }

    /** The cache's folder; it exists. */
    public static Path root() {
        Path home = Path.of(System.getProperty("user.home", ""), ".cache", "sluice-testbed");
        if (home.isAbsolute() && writable(home) == null) {
            return home;
        }
        Path temporary = Path.of(
                System.getProperty("java.io.tmpdir"), "sluice-testbed-" + System.getProperty("user.name", "anyone"));
        IOException fault = writable(temporary);
        if (fault != null) {
            throw new UncheckedIOException("neither " + home + " nor " + temporary + " can be written", fault);
        }
        return temporary;
    }

    private static @Nullable IOException writable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder) ? null : new IOException(folder + " is not writable");
        } catch (IOException e) {
            return e;
        }
    }

    /** Returns the folder {@code name} of the cache, made by {@code content} if it is not there. */
    public static Path entry(String name, Content content) {
        Path entry = root().resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        IN_THIS_JVM.lock(); // a FileLock holds against other JVMs only
        try (FileChannel channel = FileChannel.open(
                        root().resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!Files.isDirectory(entry)) {
                make(entry, content);
            }
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + entry, e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private static void make(Path entry, Content content) throws IOException {
        Path parent = entry.getParent();
        String prefix = entry.getFileName() + ".tmp-";
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path folder : abandoned) {
                ServerFolder.delete(folder);
            }
        }
        Path folder = Files.createTempDirectory(parent, prefix);
        try {
            content.writeTo(folder);
            Files.move(folder, entry, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            ServerFolder.delete(folder);
        }
    }
}
