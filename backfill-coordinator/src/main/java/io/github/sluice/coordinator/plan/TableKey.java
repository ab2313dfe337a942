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
        if (table.key().isEmpty()) {
            List<String> primary = primaryKey(first, names);
            return table.sharded() ? shardedKey(shards, primary) : primary;
        }
        List<String> key = table.key();
        checkIdentifies(shards, names, key);
        if (shards.size() > 1) {
            checkTellsShardsApart(shards, key);
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
    private static List<String> shardedKey(List<PhysicalTable> shards, List<String> primary) {
        List<String> key = new ArrayList<>();
        if (shards.stream().map(PhysicalTable::source).distinct().count() > 1) {
            key.add(ColumnSpec.SOURCE_NAME);
        }
        if (shards.stream().map(PhysicalTable::database).distinct().count() > 1) {
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

    private void checkTellsShardsApart(List<PhysicalTable> shards, List<String> key) {
        if (ColumnSpec.SHARD_NAMES.stream().noneMatch(key::contains)) {
            refuse.accept("key " + key + " has neither db_name nor table_name, but " + shards.size()
                    + " tables are merged; equal ids would overwrite each other");
            return;
        }
        Map<List<String>, PhysicalTable> seen = new LinkedHashMap<>();
        for (PhysicalTable shard : shards) {
            PhysicalTable other = seen.putIfAbsent(named(shard, key), shard);
            if (other != null) {
                refuse.accept("key " + key + " cannot tell " + other.fullName() + " from " + shard.fullName() + "; "
                        + advice(other, shard));
                return;
            }
        }
    }

    /** What the key says of the shard. */
    private static List<String> named(PhysicalTable shard, List<String> key) {
        List<String> names = new ArrayList<>();
        if (key.contains(ColumnSpec.SOURCE_NAME)) {
            names.add(shard.source());
        }
        if (key.contains(ColumnSpec.DB_NAME)) {
            names.add(shard.database());
        }
        if (key.contains(ColumnSpec.TABLE_NAME)) {
            names.add(shard.name());
        }
        return names;
    }

    private static String advice(PhysicalTable one, PhysicalTable other) {
        if (!one.source().equals(other.source())) {
            return "put source_name first";
        }
        return one.database().equals(other.database())
                ? "put table_name before the primary key"
                : "put db_name before table_name";
    }
}
