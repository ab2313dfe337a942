package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.control.Instruction.Verb;
import picocli.CommandLine.Command;

/** {@code sluice resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Takes back pause or skip: the tables go on where they were.",
            "Both halves hear it, running now or later. Again is harmless."
        })
public final class ResumeCommand extends InstructCommand {
    public ResumeCommand() {
        super(Verb.RESUME);
    }
}
