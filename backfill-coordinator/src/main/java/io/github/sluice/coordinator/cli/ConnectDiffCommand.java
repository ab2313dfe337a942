package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.connect.ConfigDiff;
import io.github.sluice.coordinator.connect.ConfigDiff.Change;
import io.github.sluice.coordinator.connect.ConfigMask;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect diff}: what {@code apply} would change, key by key. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what tells the running configuration (-) from the file's (+), key by key, secrets hidden.",
            "Ends with 31 if anything does, also if a connector is not there."
        })
public final class ConnectDiffCommand implements Callable<Integer> {
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
        boolean different = false;
        for (ConnectorDocument document : ConnectorFiles.read(paths)) {
            Optional<Map<String, String>> running = ConnectOptions.asked(() -> connect.config(document.name()));
            List<Change> changes = ConfigDiff.of(running.orElse(Map.of()), document.config());
            List<Change> shown = changes.isEmpty() ? List.of() : masked(connect, document, changes);
            different |= !changes.isEmpty();
            if (common.json()) {
                all.add(json(document, running.isPresent(), shown));
            } else if (!changes.isEmpty()) {
                print(out, document, running.isPresent(), shown);
            }
        }
        if (common.json()) {
            out.println(Json.write(all));
        }
        out.flush();
        return (different ? ExitCode.STALE_PLAN : ExitCode.DONE).number();
    }

    private List<Change> masked(ConnectClient connect, ConnectorDocument document, List<Change> changes) {
        ConfigMask mask = ConnectOptions.mask(
                connect, document.config(), spec.commandLine().getErr());
        return changes.stream()
                .map(change -> new Change(
                        change.key(),
                        shown(mask, change.key(), change.before()),
                        shown(mask, change.key(), change.after())))
                .toList();
    }

    private static @Nullable String shown(ConfigMask mask, String key, @Nullable String value) {
        return value == null ? null : mask.shown(key, value);
    }

    private static void print(PrintWriter out, ConnectorDocument document, boolean running, List<Change> changes) {
        Messages words = Messages.system();
        String name = Printable.line(document.name());
        out.println("--- " + (running ? words.of("connect.running", name) : words.of("connect.notRunning", name)));
        out.println("+++ " + document.file());
        for (Change change : changes) {
            if (change.before() != null) {
                out.println("-" + Printable.line(change.key()) + "=" + Printable.line(change.before()));
            }
            if (change.after() != null) {
                out.println("+" + Printable.line(change.key()) + "=" + Printable.line(change.after()));
            }
        }
    }

    private static Map<String, Object> json(ConnectorDocument document, boolean running, List<Change> changes) {
        List<Object> list = new ArrayList<>();
        for (Change change : changes) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("key", change.key());
            one.put("running", change.before());
            one.put("file", change.after());
            list.add(one);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", document.name());
        json.put("file", document.file().toString());
        json.put("exists", running);
        json.put("changes", list);
        return json;
    }
}
