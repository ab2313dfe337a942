package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.plan.ColumnNames;
import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The streamer's table files (inventory #61 to #65, #188, #207). */
final class TableFiles implements Detector {
    /** What the scripts call the column that {@code need_table} adds. */
    static final String TABLE_NAME = "table_name";

    private static final Pattern WHOLE = Pattern.compile("(?:[^\\\\]|^)(?:\\\\\\\\)*(?:\\$|\\\\[zZ])$");

    @Override
    public void look(S1Folder folder, Report report) {
        Targets targets = Targets.of(folder);
        for (TableFile table : folder.tableFiles()) {
            shape(table, report);
            names(table, report);
            if (!table.ours() && table.at().at("complete_regex").text().equals("false")) {
                shards(table, report);
            }
            targets.known(table.topic()).ifPresent(target -> leftOut(folder, targets, table, target, report));
        }
        overlaps(folder, report);
    }

    private static void shape(TableFile table, Report report) {
        List<String> wrong = new ArrayList<>();
        for (String key : TableFile.KEYS) {
            JsonPlace value = table.at().at(key);
            Kind expected =
                    switch (key) {
                        case "need_table", "complete_regex" -> Kind.TRUTH;
                        case "column_mapping" -> Kind.OBJECT;
                        default -> Kind.TEXT;
                    };
            if (!value.is(expected)) {
                wrong.add(value.present() ? key + " (" + expected.name().toLowerCase(Locale.ROOT) + ")" : "no " + key);
            }
        }
        if (table.complete() && !table.key().matches("[^.]+\\..+")) {
            wrong.add("key, no database.table");
        }
        if (!table.complete()
                && table.at().at("complete_regex").present()
                && expression(table).isEmpty()) {
            wrong.add("regex");
        }
        if (!wrong.isEmpty()) {
            report.add(KnownFault.TABLE_FILE_INCOMPLETE, table.at(), String.join(", ", wrong));
        }
    }

    private static void names(TableFile table, Report report) {
        Map<String, String> taken = new LinkedHashMap<>();
        JsonPlace mapping = table.at().at("column_mapping");
        table.mapping().forEach((source, target) -> {
            if (target.equals(letterByLetter(source)) && !target.equals(ColumnNames.snakeCase(source))) {
                report.add(KnownFault.NAMES_SPLIT_LETTER_BY_LETTER, mapping.at(source), source + " -> " + target);
            }
            String other = taken.putIfAbsent(target.toLowerCase(Locale.ROOT), source);
            if (other != null) {
                report.add(
                        KnownFault.NAMES_SPLIT_LETTER_BY_LETTER,
                        mapping.at(source),
                        other + ", " + source + " -> " + target);
            }
        });
    }

    /** The scripts' own rule. */
    static String letterByLetter(String name) {
        return name.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static void shards(TableFile table, Report report) {
        if (!table.regex().isEmpty() && !WHOLE.matcher(table.regex()).find()) {
            report.add(KnownFault.EXPRESSION_IS_A_PREFIX, table.at().at("regex"), "regex " + table.regex());
        }
        if (!table.needTable()) {
            report.add(
                    KnownFault.SHARDS_INDISTINCT,
                    table.at().at("need_table"),
                    "need_table=false, complete_regex=false");
        }
    }

    /** Columns that the history has and the stream has not. */
    private static void leftOut(S1Folder folder, Targets targets, TableFile table, String target, Report report) {
        if (table.mapping().isEmpty()) {
            return;
        }
        for (JobFile job : folder.jobs()) {
            if (job.toKafka()
                    && targets.known(job.topic()).filter(target::equals).isPresent()) {
                List<String> missing = job.written().stream()
                        .filter(column -> !table.mapping().containsValue(column))
                        .filter(column -> !constantColumns(table).contains(column))
                        .filter(column -> !column.equals(TABLE_NAME))
                        .toList();
                if (!missing.isEmpty()) {
                    report.add(
                            KnownFault.COLUMN_LEFT_OUT_OF_STREAM,
                            table.at().at("column_mapping"),
                            String.join(", ", missing) + " (" + job.file() + ")");
                }
            }
        }
    }

    /** The scripts take the first file that matches, in the order in which the system lists them. */
    private static void overlaps(S1Folder folder, Report report) {
        List<TableFile> expressions =
                folder.tableFiles().stream().filter(table -> !table.complete()).toList();
        for (TableFile later : expressions) {
            for (TableFile earlier : expressions) {
                boolean before = earlier.file().compareTo(later.file()) < 0
                        && earlier.folder().equals(later.folder());
                if (before
                        && (matches(earlier, later.key()) || matches(later, earlier.key()))
                        && !earlier.topic().equals(later.topic())) {
                    report.add(
                            KnownFault.TWO_EXPRESSIONS_MATCH,
                            later.at().at("regex"),
                            "regex " + later.regex() + ", " + earlier.file());
                }
            }
        }
    }

    private static boolean matches(TableFile table, String name) {
        return !name.isEmpty()
                && expression(table)
                        .filter(expression -> table.ours()
                                ? expression.matcher(name).matches()
                                : expression.matcher(name).lookingAt())
                        .isPresent();
    }

    private static Optional<Pattern> expression(TableFile table) {
        try {
            return table.regex().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Pattern.compile(ShardExpression.toJava(table.regex())));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** The column that holds the physical table's name. */
    static String tableColumn(TableFile table) {
        return table.at().at("table_column").textOr(TABLE_NAME);
    }

    /** Columns that the streamer adds to those of the source. */
    static List<String> constantColumns(TableFile table) {
        List<String> columns = new ArrayList<>();
        if (table.needTable()) {
            columns.add(tableColumn(table));
        }
        for (String key : List.of("database_column", "source_column")) {
            String column = table.at().at(key).text();
            if (!column.isEmpty()) {
                columns.add(column);
            }
        }
        return columns;
    }
}
