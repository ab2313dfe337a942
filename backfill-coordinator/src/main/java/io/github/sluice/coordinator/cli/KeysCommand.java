package io.github.sluice.coordinator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice keys}: key rings in files. No key is ever printed, only ids. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, rotates and shows the key ring in a file. Keys are never printed, only their ids.",
        subcommands = {KeysGenerateCommand.class, KeysRotateCommand.class, KeysListCommand.class, HelpCommand.class})
public final class KeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say generate, rotate or list");
    }
}
