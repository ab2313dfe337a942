package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where an exception becomes a sentence on standard error and an exit code. Thread-safe. */
public final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("sluice: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        DsLines.printUnread(command, args, ExitCode.USAGE.number());
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        LoggerFactory.getLogger(FailureHandler.class).error("command failed", e);
        PrintWriter err = command.getErr();
        if (e instanceof Failure failure) {
            err.println(Messages.system().of("failure." + failure.code().number()) + " " + failure.getMessage());
            failure.details().forEach(line -> err.println("  " + line));
            err.flush();
            DsLines.print(command, failure.code().number());
            return failure.code().number();
        }
        err.println(Messages.system().of("failure.30") + " " + e);
        err.flush();
        DsLines.print(command, ExitCode.UNKNOWN.number());
        return ExitCode.UNKNOWN.number();
    }
}
