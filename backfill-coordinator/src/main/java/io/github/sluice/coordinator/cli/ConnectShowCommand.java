package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect show}: a connector's configuration as Connect has it. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a connector's configuration, one key per line.",
            "Secrets are hidden: what the worker calls a PASSWORD, and what is named like one. References to secrets,"
                    + " such as $${env:NAME}, are shown as they are."
        })
public final class ConnectShowCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        Map<String, String> config =
                ConnectOptions.asked(() -> connect.config(name)).orElseThrow(() -> ConnectOptions.missing(name));
        Map<String, String> shown = new TreeMap<>(
                ConnectOptions.mask(connect, config, spec.commandLine().getErr())
                        .shown(config));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("name", name);
            document.put("config", shown);
            out.println(Json.write(document));
        } else {
            shown.forEach((key, value) -> out.println(Printable.line(key) + "=" + Printable.line(value)));
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
