package io.github.sluice.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged {@code sluice} command, run as a user runs it: as a process, on this terminal. */
final class SluiceCommand {
    private final Path sluice;
    private final Path settings;
    private final List<String> options;

    /**
     * @param sluice the packaged command
     * @param settings the {@code sluice.yaml}
     * @param options given to every call
     */
    SluiceCommand(Path sluice, Path settings, List<String> options) {
        this.sluice = sluice;
        this.settings = settings;
        this.options = List.copyOf(options);
    }

    /** Runs it with its result on this process's standard output; returns its exit code. */
    int run(String subcommand, String... more) throws IOException, InterruptedException {
        return start(Redirect.INHERIT, subcommand, more);
    }

    /** Runs it as a step on the way, its result unseen. */
    int runQuietly(String subcommand, String... more) throws IOException, InterruptedException {
        return start(Redirect.DISCARD, subcommand, more);
    }

    private int start(Redirect output, String subcommand, String... more) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(sluice.toString());
        line.add(subcommand);
        line.add("-f");
        line.add(settings.toString());
        line.addAll(options);
        line.addAll(List.of(more));
        Process process = new ProcessBuilder(line)
                .redirectInput(Redirect.INHERIT)
                .redirectOutput(output)
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
    }
}
