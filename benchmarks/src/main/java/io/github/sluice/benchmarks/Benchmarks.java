package io.github.sluice.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run}: each command is one measurement. See {@code docs/benchmarks.md}. */
@Command(
        name = "benchmarks/run",
        description = "Measures Sluice beside a ceiling or a rival in the same run.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StreamerCommand.class,
            WriterCommand.class,
            TablesCommand.class,
            SoakCommand.class,
            MemoryCommand.class,
            JmhCommand.class
        })
public final class Benchmarks {
    private static final int USAGE = 10;
    private static final int UNKNOWN = 30;

    private Benchmarks() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Benchmarks());
        line.setExecutionExceptionHandler((problem, command, parsed) -> {
            System.err.println("benchmarks/run " + command.getCommandName() + ": " + problem.getMessage());
            if (Boolean.getBoolean("sluice.benchmarks.trace")) {
                problem.printStackTrace();
            }
            return UNKNOWN;
        });
        line.setParameterExceptionHandler((problem, ignored) -> {
            System.err.println("benchmarks/run: " + problem.getMessage());
            problem.getCommandLine().usage(System.err);
            return USAGE;
        });
        int code = args.length == 0 ? USAGE : line.execute(args);
        if (args.length == 0) {
            line.usage(System.err);
        }
        System.exit(code);
    }
}
