package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.plan.ColumnNames;
import io.github.sluice.coordinator.s1.S1Tables.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The settings that a folder's files amount to, as the text of a {@code sluice.yaml}. One settings file has one MySQL and
 * one database of StarRocks; the tables of others are left out and named. Secrets are references. Immutable.
 *
 * @param yaml with a comment for whatever a person has to look at
 * @param toFill keys that no file tells
 * @param variables environment variables that the references name
 * @param tables targets of the tables in it
 */
public record S1Spec(
        String yaml, List<String> toFill, List<String> variables, List<String> tables, List<LeftOut> leftOut) {
    /** Stands in every line that waits for a value. */
    public static final String FILL_IN = "FILL IN";

    /**
     * Writes the settings.
     *
     * @param address {@code HOST:PORT} of the MySQL whose tables are taken; empty for the one with most tables
     */
    public static S1Spec of(S1Folder folder, S1Tables all, Optional<String> address, ImportWords words) {
        List<LeftOut> leftOut = new ArrayList<>(all.leftOut());
        String mysql = address.orElseGet(() -> mostFrequent(all.tables(), S1Table::address));
        List<S1Table> beside = kept(all.tables(), S1Table::address, mysql, "left.mysql", leftOut);
        String database = mostFrequent(beside, S1Table::database);
        List<S1Table> tables = kept(beside, S1Table::database, database, "left.database", leftOut);
        leftOut.sort(Comparator.comparing(LeftOut::target));
        SpecText text = new SpecText(folder, tables, leftOut, mysql, database, words);
        return new S1Spec(
                text.write(),
                text.toFill(),
                text.variables(),
                tables.stream().map(S1Table::target).toList(),
                List.copyOf(leftOut));
    }

    /** Every MySQL that the files name, with the number of its tables. */
    public static Map<String, Long> addresses(S1Tables all) {
        return new TreeMap<>(all.tables().stream()
                .map(S1Table::address)
                .filter(address -> !address.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    private static String mostFrequent(List<S1Table> tables, Function<S1Table, String> what) {
        Map<String, Long> counts = new TreeMap<>();
        tables.stream().map(what).filter(text -> !text.isEmpty()).forEach(text -> counts.merge(text, 1L, Long::sum));
        String most = "";
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            if (most.isEmpty() || entry.getValue() > counts.getOrDefault(most, 0L)) {
                most = entry.getKey();
            }
        }
        return most;
    }

    private static List<S1Table> kept(
            List<S1Table> tables, Function<S1Table, String> what, String wanted, String reason, List<LeftOut> leftOut) {
        List<S1Table> kept = new ArrayList<>();
        for (S1Table table : tables) {
            String found = what.apply(table);
            if (found.isEmpty() || found.equals(wanted)) {
                kept.add(table);
            } else {
                leftOut.add(new LeftOut(table.target(), Note.of(reason, found)));
            }
        }
        return kept;
    }

    /** Source columns whose target name the naming rule does not give. */
    static Map<String, String> renamed(S1Table table) {
        Map<String, String> renamed = new LinkedHashMap<>();
        table.columns().forEach((source, target) -> {
            if (!ColumnNames.snakeCase(source).equals(target)) {
                renamed.put(source, target);
            }
        });
        return renamed;
    }

    /** The template that ends with a placeholder and gives most of the names; of two, the shorter one. */
    static String template(
            List<S1Table> tables, Function<S1Table, String> name, List<String> placeholders, String otherwise) {
        Map<String, Integer> counts = new TreeMap<>();
        for (S1Table table : tables) {
            for (String placeholder : placeholders) {
                String end = table.fill(placeholder);
                String found = name.apply(table);
                if (found.endsWith(end) && !found.isEmpty()) {
                    counts.merge(found.substring(0, found.length() - end.length()) + placeholder, 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .min(Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue())
                        .thenComparing(entry -> entry.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(otherwise);
    }

    /** Each different text, sorted, blanks left out. */
    static List<String> different(List<String> texts) {
        return List.copyOf(
                new TreeSet<>(texts.stream().filter(text -> !text.isBlank()).toList()));
    }
}
