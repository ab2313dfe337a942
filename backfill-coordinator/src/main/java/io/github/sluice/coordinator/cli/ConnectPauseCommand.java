package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.connect.ConnectClient;
import picocli.CommandLine.Command;

/** {@code sluice connect pause}: tasks keep their partitions and load nothing. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Pauses connectors: they keep their partitions and their place, and load nothing.")
public final class ConnectPauseCommand extends ConnectChange {
    @Override
    void change(ConnectClient connect, String name) {
        connect.pause(name);
    }

    @Override
    ConnectOutcome outcome() {
        return ConnectOutcome.PAUSED;
    }
}
