package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorDocument;
import io.github.sluice.coordinator.connect.ConnectorFiles;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect validate}: a worker's own check of a configuration that is not used yet. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Has a worker check what files describe, and shows every fault by its key. Nothing is changed.",
            "Ends with 10 if there is a fault."
        })
public final class ConnectValidateCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "JSON files that describe connectors, or folders with such files, as for apply.")
    private List<Path> paths = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        PrintWriter out = spec.commandLine().getOut();
        List<Object> all = new ArrayList<>();
        boolean faulty = false;
        for (ConnectorDocument document : ConnectorFiles.read(paths)) {
            List<Map<String, Object>> faults = ConnectOptions.asked(() ->
                    ConnectOutcomes.faults(document, connect.validate(document.connectorClass(), document.config())));
            faulty |= !faults.isEmpty();
            if (common.json()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", document.name());
                one.put("file", document.file().toString());
                one.put("faults", faults);
                all.add(one);
            } else {
                out.println(Printable.line(document.name()) + ": "
                        + Messages.system().of("connect.faults", faults.size()));
                ConnectOutcomes.print(out, faults);
            }
        }
        if (common.json()) {
            out.println(Json.write(all));
        }
        out.flush();
        return (faulty ? ExitCode.USAGE : ExitCode.DONE).number();
    }
}
