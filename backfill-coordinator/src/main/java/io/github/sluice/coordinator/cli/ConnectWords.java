package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.connect.ConnectorStatus;
import java.util.Arrays;
import java.util.List;

/** What the connector commands say alike, in the operator's language. */
final class ConnectWords {
    private ConnectWords() {}

    /** Headings of a table. */
    static List<String> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> Messages.system().of("connect.column." + name))
                .toList();
    }

    static String orDash(String text) {
        return text.isEmpty() ? "-" : Printable.line(text);
    }

    /** Tasks that run of all tasks. */
    static String tasks(ConnectorStatus status) {
        return status.runningTasks() + "/" + status.tasks().size();
    }
}
