package io.github.sluice.coordinator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice connect}: Kafka Connect over REST. Secrets of configurations are never shown. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = "Looks at Kafka Connect's connectors, changes them, and watches over them.",
        subcommands = {
            ConnectListCommand.class,
            ConnectShowCommand.class,
            ConnectStatusCommand.class,
            ConnectApplyCommand.class,
            ConnectDiffCommand.class,
            ConnectValidateCommand.class,
            ConnectPauseCommand.class,
            ConnectResumeCommand.class,
            ConnectRestartCommand.class,
            ConnectDeleteCommand.class,
            ConnectWatchCommand.class,
            ConnectPluginsCommand.class,
            HelpCommand.class
        })
public final class ConnectCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say list, show, status, apply, diff, validate, pause, resume, restart, delete, watch or plugins");
    }
}
