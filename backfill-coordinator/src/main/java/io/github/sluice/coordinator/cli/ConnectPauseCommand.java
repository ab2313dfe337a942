package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect pause}: tasks keep their partitions and load nothing. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Pauses connectors: they keep their partitions and their place, and load nothing.")
public final class ConnectPauseCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The connectors.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Look whether they are there, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        try (ConnectOutcomes outcomes = new ConnectOutcomes(spec.commandLine().getOut(), common.json(), dryRun)) {
            for (String name : names) {
                if (dryRun) {
                    ConnectOptions.refuseUnlessThere(connect, name);
                } else {
                    ConnectOptions.told(() -> connect.pause(name));
                }
                outcomes.add(name, ConnectOutcome.PAUSED);
            }
        }
        return ExitCode.DONE.number();
    }
}
