package io.github.sluice.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packaged {@code sluice} command, run as a user runs it: as a process on this terminal, with both halves in it; or
 * as two processes beside each other, each with settings of its own, in its own network.
 */
final class SluiceCommand {
    /**
     * How it ended.
     *
     * @param exitCode of the process; of two, that of the target's half unless only the source's failed
     * @param output what it printed on standard output; of two, the target's
     */
    record Result(int exitCode, String output) {}

    /**
     * A half, or both in one.
     *
     * @param side null for both
     * @param settings its {@code sluice.yaml}
     */
    record Half(@Nullable Side side, Path settings) {}

    private final Path sluice;
    private final Networks networks;
    private final List<Half> halves;
    private final Path scratch;
    private final List<String> options;

    /**
     * @param sluice the packaged command
     * @param halves the source's before the target's
     * @param scratch a folder for outputs
     * @param options given to every call
     */
    SluiceCommand(Path sluice, Networks networks, List<Half> halves, Path scratch, List<String> options) {
        this.sluice = sluice;
        this.networks = networks;
        this.halves = List.copyOf(halves);
        this.scratch = scratch;
        this.options = List.copyOf(options);
    }

    /** Runs a command that has halves; of one process, the result goes to this one's standard output as it comes. */
    int show(String subcommand, String... more) throws IOException, InterruptedException {
        if (halves.size() == 1) {
            return start(halves.get(0), Redirect.INHERIT, subcommand, List.of(more))
                    .waitFor();
        }
        Result result = run(subcommand, more);
        System.out.print(result.output());
        System.out.flush();
        return result.exitCode();
    }

    /** Runs a command that has halves, its result to be seen by the caller only. */
    Result run(String subcommand, String... more) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<Path> outputs = new ArrayList<>();
        try {
            for (Half half : halves) {
                List<String> all = new ArrayList<>(List.of(more));
                if (half.side() != null) {
                    all.addAll(List.of("--side", half.side().word()));
                }
                Path output = Files.createTempFile(scratch, subcommand + "-", ".out");
                outputs.add(output);
                processes.add(start(half, Redirect.to(output.toFile()), subcommand, all));
            }
            if (processes.size() > 1) {
                shareKeyboard(List.copyOf(processes));
            }
            int exitCode = 0;
            for (Process process : processes) {
                int ended = process.waitFor();
                exitCode = ended == 0 ? exitCode : ended;
            }
            return new Result(exitCode, Files.readString(outputs.get(outputs.size() - 1)));
        } finally {
            processes.forEach(Process::destroy);
            for (Path output : outputs) {
                Files.deleteIfExists(output);
            }
        }
    }

    /** Runs a command that has no halves where each half is; what each printed. */
    List<Result> everywhere(String subcommand, String... more) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Half half : halves) {
            Path output = Files.createTempFile(scratch, subcommand + "-", ".out");
            try {
                int exitCode = start(half, Redirect.to(output.toFile()), subcommand, List.of(more))
                        .waitFor();
                results.add(new Result(exitCode, Files.readString(output)));
            } finally {
                Files.deleteIfExists(output);
            }
        }
        return results;
    }

    private Process start(Half half, Redirect output, String subcommand, List<String> more) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(sluice.toString(), subcommand, "-f", half.settings().toString()));
        line.addAll(options);
        line.addAll(more);
        return new ProcessBuilder(half.side() == null ? line : networks.in(half.side(), line))
                .redirectInput(half.side() == null ? Redirect.INHERIT : Redirect.PIPE)
                .redirectOutput(output)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** What is typed here goes to all of them: each waits for its own Enter. */
    private static void shareKeyboard(List<Process> processes) {
        Thread keyboard = new Thread(
                () -> {
                    try {
                        int typed;
                        while ((typed = System.in.read()) >= 0) {
                            for (Process process : processes) {
                                OutputStream input = process.getOutputStream();
                                input.write(typed);
                                input.flush();
                            }
                        }
                    } catch (IOException e) {
                        // whoever has ended needs no Enter
                        throw new UncheckedIOException(e);
                    }
                },
                "keyboard");
        keyboard.setDaemon(true);
        keyboard.setUncaughtExceptionHandler((thread, problem) -> {});
        keyboard.start();
    }
}
