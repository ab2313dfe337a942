package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.control.Instruction.Verb;
import picocli.CommandLine.Command;

/** {@code sluice pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Lets no step of the tables begin; a step that is under way ends.",
            "Both halves hear it, running now or later. Again is harmless."
        })
public final class PauseCommand extends InstructCommand {
    public PauseCommand() {
        super(Verb.PAUSE);
    }
}
