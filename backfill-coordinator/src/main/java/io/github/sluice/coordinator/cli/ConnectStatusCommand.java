package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.Connector;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.ConnectorStatus.Task;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect status}: connectors and their tasks, with the reason of what has failed. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the state and worker of connectors and their tasks, and the first line of the trace of what has failed.",
            "Ends with 24 if anything has failed."
        })
public final class ConnectStatusCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these connectors (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--trace", description = "Show traces as a whole. They may quote a row.")
    private boolean trace;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        Map<String, ConnectorStatus> found = new LinkedHashMap<>();
        if (names.isEmpty()) {
            for (Connector connector : ConnectOptions.asked(connect::connectors)) {
                found.put(connector.name(), connector.status());
            }
        }
        for (String name : names) {
            found.put(
                    name,
                    ConnectOptions.asked(() -> connect.status(name)).orElseThrow(() -> ConnectOptions.missing(name)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            List<Object> list = new ArrayList<>();
            found.forEach((name, status) -> list.add(json(name, status)));
            out.println(Json.write(list));
        } else {
            print(out, found);
        }
        out.flush();
        boolean failed = found.values().stream().anyMatch(ConnectorStatus::failed);
        return (failed ? ExitCode.CONNECTOR_FAILED : ExitCode.DONE).number();
    }

    private void print(PrintWriter out, Map<String, ConnectorStatus> found) {
        found.forEach((name, status) -> {
            out.println(String.join(
                    "  ",
                    Printable.line(name),
                    ConnectWords.orDash(status.type()),
                    ConnectWords.orDash(status.state()),
                    ConnectWords.orDash(status.workerId())));
            printTrace(out, "  ", status.trace());
            for (Task task : status.tasks()) {
                out.println("  " + Messages.system().of("connect.task", Integer.toString(task.id())) + "  "
                        + ConnectWords.orDash(task.state()) + "  " + ConnectWords.orDash(task.workerId()));
                printTrace(out, "    ", task.trace());
            }
        });
    }

    private void printTrace(PrintWriter out, String indent, String text) {
        if (text.isBlank()) {
            return;
        }
        if (trace) {
            text.lines().forEach(line -> out.println(indent + Printable.traceLine(line)));
        } else {
            out.println(indent + Printable.line(ConnectorStatus.firstLine(text)));
        }
    }

    private Map<String, @Nullable Object> json(String name, ConnectorStatus status) {
        List<Object> tasks = new ArrayList<>();
        for (Task task : status.tasks()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("id", task.id());
            one.put("state", task.state());
            one.put("worker", task.workerId());
            one.put("trace", shown(task.trace()));
            tasks.add(one);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("type", status.type());
        json.put("state", status.state());
        json.put("worker", status.workerId());
        json.put("trace", shown(status.trace()));
        json.put("tasks", tasks);
        return json;
    }

    private @Nullable String shown(String text) {
        if (text.isBlank()) {
            return null;
        }
        return trace ? text : ConnectorStatus.firstLine(text);
    }
}
