package io.github.sluice.coordinator.cli;

import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs the command, and with {@code --ds} prints its values last on standard output: after a result, after a failure, and
 * after a command line that could not be read. Thread-safe.
 */
public final class DsLines implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
        int code = new RunLast().execute(parsed);
        if (parsed.asCommandLineList().stream().noneMatch(CommandLine::isUsageHelpRequested)) {
            CommandLine last =
                    parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
            print(last, code);
        }
        return code;
    }

    /** After a command that has failed, too. */
    static void print(CommandLine command, int code) {
        options(command).filter(ResultOptions::ds).ifPresent(options -> options.values()
                .print(command.getOut(), code));
    }

    /** After a command line of which nothing may have been taken in. */
    static void printUnread(CommandLine command, String[] arguments, int code) {
        if (Arrays.asList(arguments).contains(ResultOptions.DS)) {
            options(command).ifPresent(options -> options.values().print(command.getOut(), code));
        }
    }

    private static Optional<ResultOptions> options(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(mixin -> mixin.userObject())
                .filter(ResultOptions.class::isInstance)
                .map(ResultOptions.class::cast)
                .findFirst();
    }
}
