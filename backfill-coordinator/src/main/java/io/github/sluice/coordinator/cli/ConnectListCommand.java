package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.Connector;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice connect list}: every connector in one line. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the connectors: name, type, state, tasks that run of all tasks, topics.",
            "A connector is FAILED here also if only a task of it is."
        })
public final class ConnectListCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        List<Connector> connectors = ConnectOptions.asked(connect::connectors);
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(
                    Json.write(connectors.stream().map(ConnectListCommand::json).toList()));
        } else {
            List<List<String>> lines = new ArrayList<>();
            lines.add(ConnectWords.columns("name", "type", "state", "tasks", "topics"));
            connectors.forEach(connector -> lines.add(List.of(
                    Printable.line(connector.name()),
                    ConnectWords.orDash(connector.status().type()),
                    ConnectWords.orDash(connector.status().word()),
                    ConnectWords.tasks(connector.status()),
                    ConnectWords.orDash(connector.topics()))));
            TextTable.print(out, lines);
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static Map<String, Object> json(Connector connector) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", connector.name());
        json.put("type", connector.status().type());
        json.put("state", connector.status().word());
        json.put("running", connector.status().runningTasks());
        json.put("tasks", connector.status().tasks().size());
        json.put("topics", connector.topics());
        return json;
    }
}
