package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What tells the rows of a logical table apart: the chosen key, or the primary key with the shard before it. */
final class TableKey {
    private final Table table;
    private final Consumer<String> refuse;

    /** @param refuse takes every reason why there is no such key */
    TableKey(Table table, Consumer<String> refuse) {
        this.table = table;
        this.refuse = refuse;
    }

    /**
     * The key's columns in target names, in their order.
     *
     * @param shards without the columns that are left out
     * @param names source column to target column
     */
    List<String> of(List<PhysicalTable> shards, Map<String, String> names) {
        PhysicalTable first = shards.get(0);
        boolean severalDatabases =
                shards.stream().map(PhysicalTable::database).distinct().count() > 1;
        if (table.key().isEmpty()) {
            List<String> primary = primaryKey(first, names);
            return table.sharded() ? shardedKey(severalDatabases, primary) : primary;
        }
        List<String> key = table.key();
        checkIdentifies(shards, names, key);
        if (shards.size() > 1 && !key.contains(ColumnSpec.DB_NAME)) {
            checkTableNamesUnique(shards, key);
        }
        return key;
    }

    private List<String> primaryKey(PhysicalTable first, Map<String, String> names) {
        if (first.primaryKey().isEmpty()) {
            refuse.accept("no primary key; " + keyAdvice(first, names));
        }
        List<String> primary = new ArrayList<>();
        for (String column : first.primaryKey()) {
            String name = names.get(column);
            if (name == null) {
                refuse.accept("column " + column + " is part of the primary key and cannot be left out, or tables[].key"
                        + " must name another key: " + keyAdvice(first, names));
            } else {
                primary.add(name);
            }
        }
        return primary;
    }

    /** The keys that could be chosen, in target names. */
    private static String keyAdvice(PhysicalTable first, Map<String, String> names) {
        Set<String> nullable = nullable(first);
        List<List<String>> usable = first.uniqueKeys().stream()
                .filter(key -> key.stream().noneMatch(nullable::contains))
                .map(key -> key.stream()
                        .map(column -> names.getOrDefault(column, column))
                        .toList())
                .toList();
        return usable.isEmpty()
                ? first.fullName() + " has no other unique key over whole NOT NULL columns either; add one, and name"
                        + " its columns under tables[].key"
                : "name the columns of a NOT NULL unique key under tables[].key, such as "
                        + usable.stream().map(key -> "key: " + key).collect(Collectors.joining(" or "));
    }

    private static Set<String> nullable(PhysicalTable table) {
        return table.columns().stream()
                .filter(SourceColumn::nullable)
                .map(SourceColumn::name)
                .collect(Collectors.toSet());
    }

    /** Equal ids live in several shards, so the shard is part of the key. */
    private static List<String> shardedKey(boolean severalDatabases, List<String> primary) {
        List<String> key = new ArrayList<>();
        if (severalDatabases) {
            key.add(ColumnSpec.DB_NAME);
        }
        key.add(ColumnSpec.TABLE_NAME);
        key.addAll(primary);
        return key;
    }

    /** A key is one only where every shard keeps it unique. */
    private void checkIdentifies(List<PhysicalTable> shards, Map<String, String> names, List<String> key) {
        for (PhysicalTable shard : shards) {
            List<List<String>> candidates = new ArrayList<>(shard.uniqueKeys());
            if (!shard.primaryKey().isEmpty()) {
                candidates.add(shard.primaryKey());
            }
            Set<String> nullable = nullable(shard);
            boolean identifies = candidates.stream()
                    .filter(columns -> columns.stream().noneMatch(nullable::contains))
                    .anyMatch(columns -> columns.stream()
                            .allMatch(column -> names.containsKey(column) && key.contains(names.get(column))));
            if (!identifies) {
                refuse.accept("key " + key + " covers no NOT NULL unique key of " + shard.fullName()
                        + "; rows could overwrite each other");
                return;
            }
        }
    }

    private void checkTableNamesUnique(List<PhysicalTable> shards, List<String> key) {
        if (!key.contains(ColumnSpec.TABLE_NAME)) {
            refuse.accept("key " + key + " has neither db_name nor table_name, but " + shards.size()
                    + " tables are merged; equal ids would overwrite each other");
            return;
        }
        Map<String, String> seen = new LinkedHashMap<>();
        for (PhysicalTable shard : shards) {
            String other = seen.putIfAbsent(shard.name(), shard.fullName());
            if (other != null) {
                refuse.accept("key " + key + " cannot tell " + other + " from " + shard.fullName()
                        + "; put db_name before table_name");
                return;
            }
        }
    }
}
