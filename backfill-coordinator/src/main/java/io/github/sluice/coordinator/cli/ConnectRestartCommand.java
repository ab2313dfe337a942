package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.ConnectorStatus.Task;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect restart}: the connector with its tasks, only what has failed, or one task. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Restarts a connector and all of its tasks, or a part of them.")
public final class ConnectRestartCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @ArgGroup
    private @Nullable Part part;

    /** What is restarted if not all. */
    static final class Part {
        @Option(names = "--failed", description = "Only what has failed.")
        private boolean failed;

        @Option(names = "--task", paramLabel = "N", description = "Only this task.")
        private @Nullable Integer task;
    }

    @Option(names = "--dry-run", description = "Look at it, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        ConnectorStatus status =
                ConnectOptions.asked(() -> connect.status(name)).orElseThrow(() -> ConnectOptions.missing(name));
        try (ConnectOutcomes outcomes = new ConnectOutcomes(spec.commandLine().getOut(), common.json(), dryRun)) {
            if (part != null && part.task != null) {
                task(outcomes.acting(connect), status, part.task);
                outcomes.add(name, ConnectOutcome.RESTARTED, List.of(part.task));
            } else if (part != null && part.failed && !status.failed()) {
                outcomes.add(name, ConnectOutcome.NOTHING_FAILED);
            } else {
                boolean onlyFailed = part != null && part.failed;
                all(outcomes.acting(connect), onlyFailed);
                outcomes.add(name, ConnectOutcome.RESTARTED, onlyFailed ? failedTasks(status) : List.of());
            }
        }
        return ExitCode.DONE.number();
    }

    private void task(ConnectClient connect, ConnectorStatus status, int task) {
        if (status.tasks().stream().noneMatch(known -> known.id() == task)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--task must be one of "
                            + status.tasks().stream().map(Task::id).toList() + ", found " + task);
        }
        ConnectOptions.told(() -> connect.restartTask(name, task));
    }

    private void all(ConnectClient connect, boolean onlyFailed) {
        ConnectOptions.told(() -> {
            if (onlyFailed) {
                connect.restartFailed(name);
            } else {
                connect.restart(name);
            }
        });
    }

    private static List<Integer> failedTasks(ConnectorStatus status) {
        return status.tasks().stream()
                .filter(task -> task.state().equals("FAILED"))
                .map(Task::id)
                .toList();
    }
}
