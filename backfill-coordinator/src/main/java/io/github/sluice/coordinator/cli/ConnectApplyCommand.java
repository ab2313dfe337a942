package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConfigDiff;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.connect.ConnectorDocument;
import io.github.sluice.coordinator.connect.ConnectorFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect apply}: makes connectors as files describe them; again it changes nothing. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates or changes connectors as files describe them, and leaves those alone that are so already.",
            "A connector that its worker refuses does not stop the others; every fault is shown by its key, and the"
                    + " command ends with 10."
        })
public final class ConnectApplyCommand implements Callable<Integer> {
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = {
                "JSON files, {\"name\": ..., \"config\": {...}}, as sluice plan writes them.",
                "Of a folder: all of its .json files that describe a connector."
            })
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--dry-run", description = "Say what would be done, ask the worker for faults, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        List<ConnectorDocument> documents = ConnectorFiles.read(paths);
        boolean refused = false;
        try (ConnectOutcomes outcomes = new ConnectOutcomes(spec.commandLine().getOut(), common.json(), dryRun)) {
            for (ConnectorDocument document : documents) {
                refused |= !apply(connect, document, outcomes);
            }
        }
        return (refused ? ExitCode.USAGE : ExitCode.DONE).number();
    }

    /** False if the worker refuses the configuration. */
    private boolean apply(ConnectClient connect, ConnectorDocument document, ConnectOutcomes outcomes) {
        Optional<Map<String, String>> running = ConnectOptions.asked(() -> connect.config(document.name()));
        if (running.isPresent()
                && ConfigDiff.of(running.get(), document.config()).isEmpty()) {
            outcomes.add(document, ConnectOutcome.UNCHANGED, List.of());
            return true;
        }
        List<Map<String, Object>> faults = put(outcomes.acting(connect), document);
        if (dryRun) {
            faults = ConnectOptions.asked(() -> faults(connect, document));
        }
        ConnectOutcome outcome = running.isPresent() ? ConnectOutcome.UPDATED : ConnectOutcome.CREATED;
        outcomes.add(document, faults.isEmpty() ? outcome : ConnectOutcome.REFUSED, faults);
        return faults.isEmpty();
    }

    /** The faults for which the worker refuses it; empty if it is done. */
    private static List<Map<String, Object>> put(ConnectClient connect, ConnectorDocument document) {
        try {
            connect.put(document.name(), document.config());
            return List.of();
        } catch (ConnectException e) {
            // 500 is also what a class says that no worker has; nothing with a fault is ever taken
            if (e.status() == BAD_REQUEST || e.status() == SERVER_ERROR) {
                try {
                    List<Map<String, Object>> faults = faults(connect, document);
                    if (!faults.isEmpty()) {
                        return faults;
                    }
                } catch (ConnectException second) {
                    e.addSuppressed(second);
                }
            }
            throw ConnectOptions.failure(e);
        }
    }

    private static List<Map<String, Object>> faults(ConnectClient connect, ConnectorDocument document) {
        return ConnectOutcomes.faults(document, connect.validate(document.connectorClass(), document.config()));
    }
}
