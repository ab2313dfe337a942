package io.github.sluice.coordinator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice audit}: what was written to a journal, entry by entry, and whether all of it is still there. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Proves that nothing in this half's journal was changed or taken away, and shows its entries.",
        subcommands = {AuditVerifyCommand.class, AuditListCommand.class, HelpCommand.class})
public final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say verify or list");
    }
}
