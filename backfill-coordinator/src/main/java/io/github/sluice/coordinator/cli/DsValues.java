package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.verify.Verdict;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a command publishes with {@code --ds}: a command says what it knows, and whatever happens then, {@link DsLines} prints
 * one line for every {@link TaskValue}. One thread.
 */
final class DsValues {
    /** A value is kept in the scheduler's database and in every later task's parameters. */
    private static final int LONGEST = 1_000;

    private final Map<TaskValue, String> values = new EnumMap<>(TaskValue.class);
    private boolean printed;

    /** Publishes how tables were moved or compared. */
    void outcomes(List<TableOutcome> outcomes) {
        tables(
                outcomes.size(),
                outcomes.stream()
                        .filter(outcome -> outcome.code() != ExitCode.DONE)
                        .map(TableOutcome::table)
                        .toList());
        rows(outcomes.stream()
                .mapToLong(outcome -> outcome.inStarRocks().orElse(0))
                .sum());
        verdict(verdict(outcomes));
    }

    /** A difference goes before what is not known; EQUAL are all of them, or nothing is said of them together. */
    private static String verdict(List<TableOutcome> outcomes) {
        if (outcomes.stream().anyMatch(outcome -> is(outcome, Verdict.DIFF))) {
            return Verdict.DIFF.name();
        }
        if (outcomes.stream().anyMatch(outcome -> outcome.code() == ExitCode.UNKNOWN)) {
            return Verdict.UNKNOWN.name();
        }
        boolean equal = !outcomes.isEmpty() && outcomes.stream().allMatch(outcome -> is(outcome, Verdict.EQUAL));
        return equal ? Verdict.EQUAL.name() : "NONE";
    }

    private static boolean is(TableOutcome outcome, Verdict verdict) {
        return outcome.verdict().filter(verdict::equals).isPresent();
    }

    /** How many tables, and which did not get through. */
    void tables(int all, Collection<String> failed) {
        values.put(TaskValue.TABLES, String.valueOf(all));
        values.put(TaskValue.FAILED_TABLES, failed.isEmpty() ? TaskValue.FAILED_TABLES.unknown() : text(failed));
    }

    void rows(long rows) {
        values.put(TaskValue.ROWS, String.valueOf(rows));
    }

    /** One word in capitals. */
    void verdict(String word) {
        values.put(TaskValue.VERDICT, word);
    }

    /** Prints every value, each alone on its line at column 0; once, for whoever is stopped from outside prints early. */
    void print(PrintWriter out, int exitCode) {
        if (printed) {
            return;
        }
        printed = true;
        for (TaskValue value : TaskValue.values()) {
            String text =
                    switch (value) {
                        case EXIT_CODE -> String.valueOf(exitCode);
                        case VERDICT -> values.getOrDefault(value, verdict(ExitCode.of(exitCode)));
                        default -> values.getOrDefault(value, value.unknown());
                    };
            out.println("${setValue(" + value.key() + "=" + safe(text) + ")}");
        }
        out.flush();
    }

    /** Of a command that ended before it could say one, or has none of its own. */
    private static String verdict(ExitCode code) {
        return switch (code) {
            case DONE -> "DONE";
            case READ_NOT_ACKED, ACKED_NOT_IN_TOPIC, TOPIC_NOT_IN_STARROCKS, UNDECRYPTABLE, LIVE_DIFF ->
                Verdict.DIFF.name();
            case UNKNOWN -> Verdict.UNKNOWN.name();
            default -> "FAILED";
        };
    }

    private static String text(Collection<String> names) {
        String all = String.join(",", names);
        return all.length() <= LONGEST ? all : all.substring(0, all.lastIndexOf(',', LONGEST) + 1) + "...";
    }

    /** What every version reads back: no bracket, no equals sign, no line end, no dollar, and never nothing. */
    private static String safe(String value) {
        return value.isEmpty() ? "-" : value.replaceAll("[^\\p{L}\\p{N}_.,:+/@-]", "_");
    }
}
