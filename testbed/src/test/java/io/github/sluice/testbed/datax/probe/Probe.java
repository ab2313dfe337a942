package io.github.sluice.testbed.datax.probe;

import com.alibaba.datax.common.util.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the probe plugins do at every step of their lives: write a line to the file {@code trace}; then, where
 * {@code sleep} names the step, sleep for a minute; where {@code fail} names it, throw.
 */
final class Probe {
    private Probe() {}

    /** @param step such as {@code writer.Job.init} */
    static void at(String step, Configuration parameter) {
        note(parameter, step + " " + Thread.currentThread().getName() + " " + loaderName());
        if (step.equals(parameter.getString("sleep"))) {
            sleepAMinute();
            note(parameter, step + " slept");
        }
        if (step.equals(parameter.getString("fail"))) {
            throw new IllegalStateException("told to fail at " + step);
        }
    }

    static void note(Configuration parameter, String line) {
        note(parameter.getString("trace"), line);
    }

    static synchronized void note(String trace, String line) {
        try {
            Files.writeString(Path.of(trace), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String loaderName() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context == ClassLoader.getSystemClassLoader()) {
            return "app";
        }
        return context.getParent() == ClassLoader.getSystemClassLoader() ? "plugin" : "other";
    }

    private static void sleepAMinute() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
