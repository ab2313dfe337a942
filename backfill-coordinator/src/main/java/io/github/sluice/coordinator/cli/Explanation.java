package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.Buckets;
import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.plan.TypeReason;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code sluice plan --explain}: how a column is read, travels and is kept, and why. */
final class Explanation {
    private final SluiceSettings settings;
    private final Planner planner;

    Explanation(SluiceSettings settings, Planner planner) {
        this.settings = settings;
        this.planner = planner;
    }

    /**
     * Prints one column, by its name in StarRocks or in MySQL, or all of a table.
     *
     * @param what {@code TABLE} or {@code TABLE.COLUMN}; the longest table name that fits is meant
     * @throws Failure with {@link ExitCode#USAGE} where there is no such table or column
     */
    ExitCode print(String what, boolean json, PrintWriter out) {
        Table table = settings.tables().stream()
                .filter(known -> what.equals(known.target()) || what.startsWith(known.target() + "."))
                .max((one, other) ->
                        Integer.compare(one.target().length(), other.target().length()))
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "--explain " + what + ": no such table; known: "
                                + settings.tables().stream().map(Table::target).toList()));
        TableSpec spec = planner.describe(table);
        List<ColumnSpec> columns = columns(spec, what);
        List<Map<String, String>> explained = new ArrayList<>();
        for (ColumnSpec column : columns) {
            explained.add(explain(spec, column));
        }
        if (what.equals(spec.target())) {
            StarRocks starrocks = settings.starrocks();
            if (starrocks != null) {
                explained.add(buckets(spec, starrocks));
            }
        }
        if (json) {
            out.println(Json.write(explained));
            return ExitCode.DONE;
        }
        for (Map<String, String> column : explained) {
            column.forEach((word, text) -> {
                String label = Messages.system().of("explain." + word);
                out.println(
                        word.equals("column") || word.equals("table")
                                ? text
                                : "  " + label + " ".repeat(width() - TextTable.width(label)) + text);
            });
        }
        return ExitCode.DONE;
    }

    private static List<ColumnSpec> columns(TableSpec spec, String what) {
        if (what.equals(spec.target())) {
            return spec.columns();
        }
        String name = what.substring(spec.target().length() + 1);
        List<ColumnSpec> found = spec.columns().stream()
                .filter(column -> column.name().equals(name) || column.source().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--explain " + what + ": " + spec.target() + " has no column " + name + "; it has "
                            + spec.columns().stream().map(ColumnSpec::name).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private static Map<String, String> buckets(TableSpec spec, StarRocks starrocks) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("table", spec.target());
        words.put("buckets", String.valueOf(Buckets.of(spec, starrocks)));
        words.put(
                "why",
                Messages.system()
                        .of(starrocks.buckets() > 0 ? "explain.why.BUCKETS_SETTING" : "explain.why.BUCKETS_SIZE"));
        return words;
    }

    private static Map<String, String> explain(TableSpec spec, ColumnSpec column) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("column", spec.target() + "." + column.name());
        if (column.origin() == ColumnSpec.Origin.COLUMN) {
            words.put("mysql", column.source() + " " + column.mySqlType());
            words.put("select", spec.selectOf(column, spec.shards().get(0)));
        }
        words.put(
                "wire",
                Messages.system().of("explain.kind." + column.type().kind().name()));
        words.put("starrocks", column.targetType() + (column.nullable() ? " NULL" : " NOT NULL"));
        if (spec.key().contains(column.name())) {
            words.put(
                    "key",
                    Messages.system()
                            .of(
                                    "explain.keyPlace",
                                    spec.key().indexOf(column.name()) + 1,
                                    spec.key().size()));
        }
        words.put(
                "why",
                Messages.system().of("explain.why." + TypeReason.of(column).name()));
        return words;
    }

    /** Cells of the widest label, with two between. */
    private static int width() {
        return List.of("mysql", "select", "wire", "starrocks", "key", "buckets", "why").stream()
                        .mapToInt(word -> TextTable.width(Messages.system().of("explain." + word)))
                        .max()
                        .orElse(0)
                + 2;
    }
}
