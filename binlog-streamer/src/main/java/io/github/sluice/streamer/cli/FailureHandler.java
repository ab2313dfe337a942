package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
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
        err.println("binlog-streamer: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        ExitCode code = e instanceof Failure failure ? failure.code() : ExitCode.UNKNOWN;
        if (CommonOptions.isLogOpen()) {
            LoggerFactory.getLogger(FailureHandler.class).error("{} {}", code.number(), e.getMessage(), e);
        }
        PrintWriter err = command.getErr();
        err.println("binlog-streamer: " + code.number() + " " + code + ": "
                + (e instanceof Failure ? e.getMessage() : e.toString()));
        err.flush();
        return code.number();
    }
}
