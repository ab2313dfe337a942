package io.github.sluice.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Watches which command lines the machine's processes have, until it is closed. */
final class CommandLines implements AutoCloseable {
    private final Set<String> seen = new TreeSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread watcher = new Thread(this::watch, "command-line-watcher");

    static CommandLines watching() {
        CommandLines lines = new CommandLines();
        lines.watcher.start();
        return lines;
    }

    private void watch() {
        try {
            while (!stopping.await(20, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .forEach(path -> {
                        try {
                            seen.add(new String(Files.readAllBytes(path.resolve("cmdline")), StandardCharsets.UTF_8)
                                    .replace('\0', ' '));
                        } catch (IOException ended) {
                            // the process has ended between the listing and the look
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that were seen; to be asked once it is closed. */
    Set<String> seen() {
        return seen;
    }

    @Override
    public void close() throws InterruptedException {
        stopping.countDown();
        watcher.join();
    }
}
