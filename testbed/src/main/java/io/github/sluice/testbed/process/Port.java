package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port of 127.0.0.1 that no other testbed takes while it is held. It lies below the range from which systems give
 * ports to outgoing connections (32768 on Linux), so that it stays free while its server is down for a restart, and a
 * lock file keeps other JVMs of this user off it. A foreign program may still take it: callers try again with another
 * port when {@link StartFailedException#addressInUse()}.
 */
public final class Port implements AutoCloseable {
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    private static final int TRIES = 200;

    private final int number;
    private final FileLock lock;

    private Port(int number, FileLock lock) {
        this.number = number;
        this.lock = lock;
    }

    /** Takes a port that is free now. */
    public static Port claim() {
        try {
            Path folder = Files.createDirectories(SharedCache.root().resolve("ports"));
            for (int i = 0; i < TRIES; i++) {
                int number = LOWEST + ThreadLocalRandom.current().nextInt(COUNT);
                FileLock lock = tryLock(folder.resolve(String.valueOf(number)));
                if (lock == null) {
                    continue;
                }
                if (bindable(number)) {
                    return new Port(number, lock);
                }
                lock.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot claim a port", e);
        }
        throw new IllegalStateException("no free port among " + TRIES + " tried from " + LOWEST + " up");
    }

    private static @Nullable FileLock tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            // the same answer as a lock held by another JVM
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock;
    }

    private static boolean bindable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers themselves do, so that TIME_WAIT does not count
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    public int number() {
        return number;
    }

    /** Gives the port back. A second call does nothing. */
    @Override
    public void close() {
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back port " + number, e);
        }
    }
}
