package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.Plugin;
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

/** {@code sluice connect plugins}: what the worker that answers can run. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the connectors, transformations, converters and predicates of the worker that answers.",
            "Ask every worker of the group, each with --url: a connector runs on any of them."
        })
public final class ConnectPluginsCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        List<Plugin> plugins = ConnectOptions.asked(connect::allPlugins);
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            List<Object> list = new ArrayList<>();
            for (Plugin plugin : plugins) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("class", plugin.className());
                one.put("type", plugin.type());
                one.put("version", plugin.version());
                list.add(one);
            }
            out.println(Json.write(list));
        } else {
            List<List<String>> lines = new ArrayList<>();
            lines.add(ConnectWords.columns("class", "type", "version"));
            plugins.forEach(plugin -> lines.add(List.of(
                    Printable.line(plugin.className()),
                    ConnectWords.orDash(plugin.type()),
                    ConnectWords.orDash(plugin.version()))));
            TextTable.print(out, lines);
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
