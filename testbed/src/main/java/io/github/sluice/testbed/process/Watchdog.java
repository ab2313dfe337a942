package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A shell that outlives this JVM by a moment. It reads from a pipe which pids and folders are in use; the kernel closes
 * that pipe when this JVM ends, however it ends, also by {@code kill -9}, and then the shell kills the pids and removes
 * the folders that are still listed. No polling, no thread that must live on (as {@code PR_SET_PDEATHSIG} needs), and
 * nothing but a POSIX shell. Thread-safe.
 */
final class Watchdog {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            while IFS= read -r line; do
              entry=${line#?}
              case $line in
                +*) set -- "$@" "$entry" ;;
                -*) for e; do shift; [ "$e" = "$entry" ] || set -- "$@" "$e"; done ;;
              esac
            done
            for e; do case $e in pid:*) kill -KILL "${e#pid:}" ;; esac; done
            for e; do case $e in dir:*)
              for again in 1 1 1 1 1; do rm -rf -- "${e#dir:}" && break; sleep "$again"; done ;;
            esac; done
            """;

    private static @Nullable Watchdog instance;

    private final Process shell;
    private final Writer commands;

    private Watchdog() {
        try {
            shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sluice-testbed-watchdog")
                    .directory(Path.of("/").toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the shell that watches over child processes", e);
        }
        commands = shell.outputWriter(StandardCharsets.UTF_8);
    }

    static synchronized Watchdog get() {
        if (instance == null) {
            instance = new Watchdog();
        }
        return instance;
    }

    void watch(long pid) {
        send("+pid:" + pid);
    }

    void release(long pid) {
        send("-pid:" + pid);
    }

    void watch(Path folder) {
        send("+dir:" + checked(folder));
    }

    void release(Path folder) {
        send("-dir:" + checked(folder));
    }

    private static Path checked(Path folder) {
        if (!folder.isAbsolute()
                || folder.getNameCount() < 2
                || folder.toString().contains("\n")) {
            throw new IllegalArgumentException("not a folder to be removed: " + folder);
        }
        return folder;
    }

    private synchronized void send(String line) {
        try {
            commands.write(line + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the shell that watches over child processes is gone (pid " + shell.pid() + ")", e);
        }
    }
}
