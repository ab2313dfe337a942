package io.github.sluice.coordinator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice wire}: looks at sealed records. */
@Command(
        name = "wire",
        mixinStandardHelpOptions = true,
        description = "Looks at the sealed records of a topic.",
        subcommands = {WireCatCommand.class, HelpCommand.class})
public final class WireCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say cat");
    }
}
