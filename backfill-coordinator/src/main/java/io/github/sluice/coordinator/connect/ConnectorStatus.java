package io.github.sluice.coordinator.connect;

import java.util.List;

/**
 * What {@code GET /connectors/NAME/status} says.
 *
 * @param state of the connector itself, such as RUNNING or FAILED
 * @param trace the connector's own stack trace; empty unless FAILED
 */
public record ConnectorStatus(String state, String trace, List<Task> tasks) {
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /** One task, with its stack trace when FAILED. */
    public record Task(int id, String state, String workerId, String trace) {}

    /** Whether the connector and at least {@code expected} tasks run, and nothing else is left to start. */
    public boolean running(int expected) {
        return state.equals("RUNNING")
                && tasks.size() >= expected
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }

    /** Whether the connector or any task has failed. */
    public boolean failed() {
        return state.equals("FAILED")
                || tasks.stream().anyMatch(task -> task.state().equals("FAILED"));
    }

    /** The first line of the first failure's trace. */
    public String reason() {
        if (state.equals("FAILED")) {
            return firstLine(trace);
        }
        return tasks.stream()
                .filter(task -> task.state().equals("FAILED"))
                .map(task -> "task " + task.id() + " on " + task.workerId() + ": " + firstLine(task.trace()))
                .findFirst()
                .orElse("");
    }

    /** The traces of all that failed, for the log and for finding the cause lines. */
    public String traces() {
        StringBuilder all = new StringBuilder(trace);
        tasks.forEach(task -> all.append('\n').append(task.trace()));
        return all.toString().strip();
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no trace was given");
    }
}
