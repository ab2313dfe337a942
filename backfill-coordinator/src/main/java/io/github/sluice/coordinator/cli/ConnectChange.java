package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One change that is made to each of the connectors named, or only foretold. */
abstract class ConnectChange implements Callable<Integer> {
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
                }
                ConnectOptions.told(() -> change(outcomes.acting(connect), name));
                outcomes.add(name, outcome());
            }
        }
        return ExitCode.DONE.number();
    }

    /** Makes the change. */
    abstract void change(ConnectClient connect, String name);

    /** What it is called once it is made. */
    abstract ConnectOutcome outcome();
}
