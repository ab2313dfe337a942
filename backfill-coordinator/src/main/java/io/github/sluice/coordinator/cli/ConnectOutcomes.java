package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.connect.ConfigMask;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorDocument;
import io.github.sluice.coordinator.connect.Validation;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of each connector what became of it: as text at once, as JSON in one list at the end, also if a later connector ends
 * the command. One thread; closed by its opener.
 */
final class ConnectOutcomes implements AutoCloseable {
    private final PrintWriter out;
    private final boolean json;
    private final boolean dryRun;
    private final List<Object> list = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    ConnectOutcomes(PrintWriter out, boolean json, boolean dryRun) {
        this.out = out;
        this.json = json;
        this.dryRun = dryRun;
    }

    /** The client to change things with: in a dry run one that only notes what it would send, for the next outcome. */
    ConnectClient acting(ConnectClient connect) {
        return dryRun ? connect.foretelling(requests::add) : connect;
    }

    void add(String connector, ConnectOutcome outcome) {
        add(connector, outcome, List.of(), null, List.of());
    }

    /** @param tasks those that are meant, if not the connector as a whole */
    void add(String connector, ConnectOutcome outcome, List<Integer> tasks) {
        add(connector, outcome, tasks, null, List.of());
    }

    /**
     * Of a connector that a file describes.
     *
     * @param faults as {@link #faults} shows them
     */
    void add(ConnectorDocument document, ConnectOutcome outcome, List<Map<String, Object>> faults) {
        add(document.name(), outcome, List.of(), document.file().toString(), faults);
    }

    private void add(
            String connector,
            ConnectOutcome outcome,
            List<Integer> tasks,
            @Nullable String file,
            List<Map<String, Object>> faults) {
        if (json) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", connector);
            if (file != null) {
                one.put("file", file);
            }
            one.put("outcome", outcome.word());
            one.put("dryRun", dryRun);
            if (!tasks.isEmpty()) {
                one.put("tasks", tasks);
            }
            if (!faults.isEmpty()) {
                one.put("faults", faults);
            }
            if (dryRun) {
                one.put("requests", List.copyOf(requests));
                requests.clear();
            }
            list.add(one);
            return;
        }
        StringBuilder line = new StringBuilder(Printable.line(connector));
        tasks.forEach(task -> line.append(' ').append(Messages.system().of("connect.task", Integer.toString(task))));
        out.println(line + ": " + outcome.text(dryRun));
        requests.forEach(request -> out.println("  " + Printable.line(request)));
        requests.clear();
        print(out, faults);
        out.flush();
    }

    /** What a worker finds wrong, safe to be shown, in the worker's order. */
    static List<Map<String, Object>> faults(ConnectorDocument document, Validation validation) {
        ConfigMask mask = new ConfigMask(validation.passwordKeys());
        List<Map<String, Object>> faults = new ArrayList<>();
        for (Validation.Fault fault : validation.faults()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("key", fault.key());
            one.put(
                    "message",
                    mask.shownMessage(fault.key(), document.config().getOrDefault(fault.key(), ""), fault.message()));
            faults.add(one);
        }
        return faults;
    }

    /** One fault per line. */
    static void print(PrintWriter out, List<Map<String, Object>> faults) {
        faults.forEach(fault -> out.println("  " + Printable.line(String.valueOf(fault.get("key"))) + ": "
                + Printable.line(String.valueOf(fault.get("message")))));
    }

    @Override
    public void close() {
        if (json) {
            out.println(Json.write(list));
        }
        out.flush();
    }
}
