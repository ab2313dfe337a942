package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The result: one line per logical table, then what went wrong and what to do. Or the same as JSON. */
final class FinalTable {
    private final List<TableOutcome> outcomes;
    private final Map<String, Comparison> compared;

    FinalTable(List<TableOutcome> outcomes) {
        this(outcomes, Map.of());
    }

    /** @param compared what live comparisons found, by table */
    FinalTable(List<TableOutcome> outcomes, Map<String, Comparison> compared) {
        this.outcomes = outcomes;
        this.compared = compared;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.write(json()));
        } else {
            printText(out);
        }
        out.flush();
    }

    private void printText(PrintWriter out) {
        Messages words = Messages.system();
        List<List<String>> lines = new ArrayList<>();
        boolean live = outcomes.stream().anyMatch(outcome -> !outcome.live().isEmpty());
        lines.add(line(
                live,
                words.of("column.live"),
                words.of("column.table"),
                words.of("column.read"),
                words.of("column.acked"),
                words.of("column.topic"),
                words.of("column.starrocks"),
                words.of("column.verdict"),
                words.of("column.batchTopic"),
                words.of("column.time")));
        for (TableOutcome outcome : outcomes) {
            lines.add(line(
                    live,
                    outcome.live().isEmpty()
                            ? "-"
                            : words.of("live." + outcome.live().replace(' ', '-')),
                    outcome.table(),
                    number(outcome.read()),
                    number(outcome.acked()),
                    number(outcome.inTopic()),
                    number(outcome.inStarRocks()),
                    outcome.verdict().map(Enum::name).orElse("-"),
                    outcome.batchTopic().isEmpty() ? "-" : words.of("batchTopic." + outcome.batchTopic()),
                    seconds(outcome)));
        }
        TextTable.print(out, lines);
        for (TableOutcome outcome : outcomes) {
            if (outcome.code() != ExitCode.DONE) {
                out.println();
                out.println(words.of("failure." + outcome.code().number()) + " " + outcome.message());
                outcome.details().forEach(line -> out.println("  " + line));
            } else if (!outcome.message().isEmpty()) {
                out.println();
                out.println(outcome.message());
            }
        }
    }

    /** The cells, and last the live one if there is such a column. */
    private static List<String> line(boolean withLive, String live, String... cells) {
        List<String> line = new ArrayList<>(List.of(cells));
        if (withLive) {
            line.add(live);
        }
        return line;
    }

    private static String number(OptionalLong count) {
        return count.isPresent() ? String.format(java.util.Locale.ROOT, "%,d", count.getAsLong()) : "-";
    }

    private static String seconds(TableOutcome outcome) {
        return String.format(java.util.Locale.ROOT, "%.1f s", outcome.took().toMillis() / 1000.0);
    }

    private Map<String, @Nullable Object> json() {
        List<Object> tables = new ArrayList<>();
        for (TableOutcome outcome : outcomes) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("table", outcome.table());
            one.put("attempt", outcome.attempt());
            one.put("read", boxed(outcome.read()));
            one.put("acked", boxed(outcome.acked()));
            one.put("topic", boxed(outcome.inTopic()));
            one.put("starrocks", boxed(outcome.inStarRocks()));
            one.put("verdict", outcome.verdict().map(Enum::name).orElse(null));
            one.put("batchTopic", outcome.batchTopic().isEmpty() ? null : outcome.batchTopic());
            one.put("live", outcome.live().isEmpty() ? null : outcome.live());
            Comparison live = compared.get(outcome.table());
            if (live != null) {
                Map<String, Object> counts = new LinkedHashMap<>();
                counts.put("verdict", live.verdict().name());
                counts.put("rows", live.rows());
                counts.put("targetRows", live.targetRows());
                counts.put("differing", live.differing());
                one.put("compared", counts);
            }
            one.put("seconds", outcome.took().toMillis() / 1000.0);
            one.put("code", outcome.code().number());
            one.put("message", outcome.message());
            one.put("differences", outcome.details());
            tables.add(one);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("exitCode", Backfill.code(outcomes).number());
        json.put("tables", tables);
        return json;
    }

    private static @Nullable Long boxed(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }
}
