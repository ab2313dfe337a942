package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Tables that look like shards of one: their names differ in digits alone, and they have the same columns and primary
 * key. A person decides whether they are.
 *
 * @param stem what their names have in common, without digits and what stood around them; for one table its name
 * @param tables in name order
 */
record TableGroup(SourceTables source, String stem, List<PhysicalTable> tables) {
    private static final String DIGITS = "\\d+";

    /**
     * Groups the wanted tables.
     *
     * @param all every table of the server, so that no expression takes more than its group
     * @return by name of the first table
     */
    static List<TableGroup> of(List<PhysicalTable> all, Pattern databases) {
        Map<List<Object>, List<PhysicalTable>> alike = new LinkedHashMap<>();
        all.stream()
                .filter(table -> databases.matcher(table.database()).matches())
                .sorted(Comparator.comparing(PhysicalTable::database).thenComparing(PhysicalTable::name))
                .forEach(table -> alike.computeIfAbsent(likeness(table), any -> new ArrayList<>())
                        .add(table));
        List<TableGroup> groups = new ArrayList<>();
        alike.values().forEach(tables -> groups.add(group(tables, all)));
        return groups;
    }

    private static List<Object> likeness(PhysicalTable table) {
        Map<String, String> structure = new TreeMap<>();
        for (SourceColumn column : table.columns()) {
            structure.put(column.name(), column.structure());
        }
        return List.of(expression(table.database()), expression(table.name()), structure, table.primaryKey());
    }

    private static TableGroup group(List<PhysicalTable> tables, List<PhysicalTable> all) {
        PhysicalTable first = tables.get(0);
        if (tables.size() == 1) {
            return new TableGroup(
                    new SourceTables.One(new SourceTables.Name(first.database(), first.name())), first.name(), tables);
        }
        boolean oneDatabase = tables.stream().allMatch(one -> one.database().equals(first.database()));
        boolean oneName = tables.stream().allMatch(one -> one.name().equals(first.name()));
        SourceTables pattern = new SourceTables.ByParts(
                Pattern.compile(oneDatabase ? SourceTables.literal(first.database()) : expression(first.database())),
                Pattern.compile(oneName ? SourceTables.literal(first.name()) : expression(first.name())));
        long taken = all.stream()
                .filter(one -> pattern.matches(one.database(), one.name()))
                .count();
        SourceTables source = taken == tables.size()
                ? pattern
                : new SourceTables.Several(tables.stream()
                        .map(one -> new SourceTables.Name(one.database(), one.name()))
                        .toList());
        return new TableGroup(source, oneName ? first.name() : stem(first.name()), tables);
    }

    /** A regular expression of the name in which every run of digits is any run of digits. */
    private static String expression(String name) {
        StringBuilder expression = new StringBuilder();
        for (String part : name.split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])")) {
            expression.append(part.matches("[0-9]+") ? DIGITS : SourceTables.literal(part));
        }
        return expression.toString();
    }

    private static String stem(String name) {
        String stem =
                name.replaceAll("[0-9]+", "_").replaceAll("[_.-]{2,}", "_").replaceAll("^[_.-]+|[_.-]+$", "");
        return stem.isEmpty() ? "shards" : stem;
    }

    /** InnoDB's estimates together. */
    long rowEstimate() {
        return tables.stream().mapToLong(PhysicalTable::rowEstimate).sum();
    }
}
