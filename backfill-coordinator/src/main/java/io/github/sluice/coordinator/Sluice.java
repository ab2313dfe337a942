package io.github.sluice.coordinator;

import io.github.sluice.coordinator.cli.AuditCommand;
import io.github.sluice.coordinator.cli.ConnectCommand;
import io.github.sluice.coordinator.cli.CutoverCommand;
import io.github.sluice.coordinator.cli.DoctorCommand;
import io.github.sluice.coordinator.cli.DropBatchCommand;
import io.github.sluice.coordinator.cli.DsLines;
import io.github.sluice.coordinator.cli.FailureHandler;
import io.github.sluice.coordinator.cli.FreshnessCommand;
import io.github.sluice.coordinator.cli.KeysCommand;
import io.github.sluice.coordinator.cli.PauseCommand;
import io.github.sluice.coordinator.cli.PlanCommand;
import io.github.sluice.coordinator.cli.RepairCommand;
import io.github.sluice.coordinator.cli.ReportCommand;
import io.github.sluice.coordinator.cli.ResumeCommand;
import io.github.sluice.coordinator.cli.RetryCommand;
import io.github.sluice.coordinator.cli.RunCommand;
import io.github.sluice.coordinator.cli.SignOffCommand;
import io.github.sluice.coordinator.cli.SkipCommand;
import io.github.sluice.coordinator.cli.StatusCommand;
import io.github.sluice.coordinator.cli.VerifyCommand;
import io.github.sluice.coordinator.cli.WatchCommand;
import io.github.sluice.coordinator.cli.WireCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code sluice} command. */
@Command(
        name = "sluice",
        description = "Moves MySQL tables into StarRocks over a Kafka, and proves that nothing was lost.",
        mixinStandardHelpOptions = true,
        version = "sluice " + Version.NUMBER,
        subcommands = {
            PlanCommand.class,
            DoctorCommand.class,
            RunCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            SkipCommand.class,
            RetryCommand.class,
            VerifyCommand.class,
            SignOffCommand.class,
            DropBatchCommand.class,
            RepairCommand.class,
            CutoverCommand.class,
            ReportCommand.class,
            FreshnessCommand.class,
            WatchCommand.class,
            AuditCommand.class,
            KeysCommand.class,
            WireCommand.class,
            ConnectCommand.class,
            HelpCommand.class
        })
public final class Sluice implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "sluice-logback.xml");
        }
        System.exit(execute(args));
    }

    /**
     * Runs the command line in this process.
     *
     * @return the exit code, one of {@link ExitCode}
     */
    public static int execute(String... args) {
        return command().execute(args);
    }

    /** The command line, not yet run. */
    static CommandLine command() {
        CommandLine command = new CommandLine(new Sluice());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        FailureHandler failures = new FailureHandler();
        command.setExecutionExceptionHandler(failures);
        command.setParameterExceptionHandler(failures);
        command.setExecutionStrategy(new DsLines());
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
