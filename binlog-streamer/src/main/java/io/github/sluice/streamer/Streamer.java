package io.github.sluice.streamer;

import io.github.sluice.streamer.cli.CheckCommand;
import io.github.sluice.streamer.cli.FailureHandler;
import io.github.sluice.streamer.cli.PositionCommand;
import io.github.sluice.streamer.cli.RunCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code binlog-streamer} command. */
@Command(
        name = "binlog-streamer",
        description = "Streams MySQL's row binlog, encrypted, into Kafka topics.",
        mixinStandardHelpOptions = true,
        version = "binlog-streamer 0.1.0",
        subcommands = {RunCommand.class, CheckCommand.class, PositionCommand.class, HelpCommand.class})
public final class Streamer implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /**
     * Runs the command line in this process.
     *
     * @return the exit code, one of {@link ExitCode}
     */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** The command with its way of telling failures. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Streamer());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        FailureHandler failures = new FailureHandler();
        command.setExecutionExceptionHandler(failures);
        command.setParameterExceptionHandler(failures);
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
