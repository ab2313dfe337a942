package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.control.Instruction.Verb;
import picocli.CommandLine.Command;

/** {@code sluice retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Has tables that failed, or were skipped, tried again while the run goes on.",
            "Both halves hear it, running now or later. Again is harmless."
        })
public final class RetryCommand extends InstructCommand {
    public RetryCommand() {
        super(Verb.RETRY);
    }
}
