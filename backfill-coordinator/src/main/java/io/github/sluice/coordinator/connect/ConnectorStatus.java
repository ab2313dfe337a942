package io.github.sluice.coordinator.connect;

import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code GET /connectors/NAME/status} says.
 *
 * @param type source or sink; empty where the worker does not say
 * @param state of the connector itself, such as RUNNING or FAILED
 * @param workerId where the connector itself runs
 * @param trace the connector's own stack trace; empty unless FAILED
 */
public record ConnectorStatus(String type, String state, String workerId, String trace, List<Task> tasks) {
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

    /** How many tasks are RUNNING. */
    public long runningTasks() {
        return tasks.stream().filter(task -> task.state().equals("RUNNING")).count();
    }

    /** The state in one word: FAILED also where only a task has failed. */
    public String word() {
        return failed() ? "FAILED" : state;
    }

    /** The stack traces of all that has failed, the connector's own first. */
    public List<String> traces() {
        return Stream.concat(Stream.of(trace), tasks.stream().map(Task::trace))
                .filter(text -> !text.isBlank())
                .toList();
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

    /**
     * The causes below the first failure's first line, one per line. They may quote a row that StarRocks refused, so they
     * are for the operator and for no log.
     */
    public List<String> causes() {
        return traces().stream()
                .findFirst()
                .map(text -> text.lines()
                        .filter(line -> line.startsWith("Caused by:"))
                        .toList())
                .orElse(List.of());
    }

    /** The first line of a trace that is not blank. */
    public static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no trace was given");
    }
}
