package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.control.Instruction.Verb;
import picocli.CommandLine.Command;

/** {@code sluice skip}. */
@Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        description = {
            "Leaves the tables out until resume or retry; a step that is under way ends.",
            "Both halves hear it, running now or later. Again is harmless."
        })
public final class SkipCommand extends InstructCommand {
    public SkipCommand() {
        super(Verb.SKIP);
    }
}
