package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.connect.ConnectClient;
import picocli.CommandLine.Command;

/** {@code sluice connect resume}: paused connectors go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets paused or stopped connectors go on where they were.")
public final class ConnectResumeCommand extends ConnectChange {
    @Override
    void change(ConnectClient connect, String name) {
        connect.resume(name);
    }

    @Override
    ConnectOutcome outcome() {
        return ConnectOutcome.RESUMED;
    }
}
