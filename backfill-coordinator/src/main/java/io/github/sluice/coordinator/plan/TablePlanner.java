package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns the physical tables of one logical table into a {@link TableSpec}, or refuses with every reason at once: shards
 * that differ, no usable key, a key that StarRocks cannot hold, names that collide, types that cannot be moved.
 */
final class TablePlanner {
    /** StarRocks' limit for the encoded primary key (starrocks.md 8.2). */
    static final int KEY_LIMIT = 128;

    /** MySQL's longest identifier is 64 characters. */
    private static final String SHARD_NAME_TYPE = "varchar(64)";

    /** Measures the longest value of a text column in bytes; asked only where the declared width is over the limit. */
    interface LongestValue {
        long bytes(PhysicalTable table, String column);
    }

    private final Table table;
    private final ColumnNaming naming;
    private final LongestValue longestValue;
    private final List<String> refusals = new ArrayList<>();

    TablePlanner(Table table, ColumnNaming naming, LongestValue longestValue) {
        this.table = table;
        this.naming = naming;
        this.longestValue = longestValue;
    }

    TableSpec plan(List<PhysicalTable> shards) {
        if (shards.isEmpty()) {
            throw refused(List.of("no table of MySQL matches " + table.sourceText()));
        }
        checkSameStructure(shards);
        throwIfRefused();
        PhysicalTable first = shards.get(0);
        Map<String, String> names = targetNames(first);
        List<String> key = key(shards, names);
        throwIfRefused();
        List<ColumnSpec> columns = columns(first, names, key);
        throwIfRefused();
        checkKeyBytes(columns, key, shards);
        throwIfRefused();
        return new TableSpec(
                table.target(),
                table.topic(),
                table.connector(),
                first.comment(),
                columns,
                key,
                shards.stream()
                        .map(shard -> new TableSpec.Shard(shard.database(), shard.name()))
                        .toList(),
                table.stream());
    }

    private void checkSameStructure(List<PhysicalTable> shards) {
        PhysicalTable first = shards.get(0);
        Map<String, String> expected = structure(first);
        for (PhysicalTable shard : shards.subList(1, shards.size())) {
            Map<String, String> found = structure(shard);
            Set<String> all = new HashSet<>(expected.keySet());
            all.addAll(found.keySet());
            for (String column : all.stream().sorted().toList()) {
                String one = expected.getOrDefault(column, "no such column");
                String other = found.getOrDefault(column, "no such column");
                if (!one.equals(other)) {
                    refusals.add("shards differ: column " + column + " is " + one + " in " + first.fullName() + " and "
                            + other + " in " + shard.fullName());
                }
            }
            if (!first.primaryKey().equals(shard.primaryKey())) {
                refusals.add("shards differ: the primary key is " + first.primaryKey() + " in " + first.fullName()
                        + " and " + shard.primaryKey() + " in " + shard.fullName());
            }
        }
    }

    private static Map<String, String> structure(PhysicalTable table) {
        Map<String, String> structure = new TreeMap<>();
        for (SourceColumn column : table.columns()) {
            structure.put(column.name(), column.structure());
        }
        return structure;
    }

    /** Source name to target name; StarRocks columns that differ only in letter case clash. */
    private Map<String, String> targetNames(PhysicalTable first) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> taken = new LinkedHashMap<>();
        for (SourceColumn column : first.columns()) {
            String target = table.rename().getOrDefault(column.name(), ColumnNames.target(column.name(), naming));
            String other = taken.putIfAbsent(target.toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                refusals.add("columns " + other + " and " + column.name() + " both become " + target
                        + "; name one of them under tables[].columns");
            }
            if (List.of("__op", "__row", "___count___").contains(target) || target.matches(".*[=<>!*].*")) {
                refusals.add("column " + column.name() + " becomes " + target + ", which StarRocks does not allow");
            }
            names.put(column.name(), target);
        }
        for (String renamed : table.rename().keySet()) {
            if (!names.containsKey(renamed)) {
                refusals.add("tables[].columns names " + renamed + ", which is not a column of " + first.fullName());
            }
        }
        return names;
    }

    private List<String> key(List<PhysicalTable> shards, Map<String, String> names) {
        PhysicalTable first = shards.get(0);
        List<String> primary = first.primaryKey().stream()
                .map(column -> names.getOrDefault(column, column))
                .toList();
        boolean severalDatabases =
                shards.stream().map(PhysicalTable::database).distinct().count() > 1;
        if (table.key().isEmpty()) {
            if (primary.isEmpty()) {
                refusals.add("no primary key; name the columns of a NOT NULL unique key under tables[].key");
            }
            return table.sharded() ? shardedKey(severalDatabases, primary) : primary;
        }
        List<String> key = table.key();
        checkIdentifies(first, names, key);
        if (shards.size() > 1 && !key.contains(ColumnSpec.DB_NAME)) {
            checkTableNamesUnique(shards, key);
        }
        return key;
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

    private void checkIdentifies(PhysicalTable first, Map<String, String> names, List<String> key) {
        List<List<String>> candidates = new ArrayList<>(first.uniqueKeys());
        if (!first.primaryKey().isEmpty()) {
            candidates.add(first.primaryKey());
        }
        Set<String> nullable = first.columns().stream()
                .filter(SourceColumn::nullable)
                .map(SourceColumn::name)
                .collect(Collectors.toSet());
        boolean identifies = candidates.stream()
                .filter(columns -> columns.stream().noneMatch(nullable::contains))
                .anyMatch(columns ->
                        key.containsAll(columns.stream().map(names::get).toList()));
        if (!identifies) {
            refusals.add("key " + key + " covers no NOT NULL unique key of " + first.fullName()
                    + "; rows could overwrite each other");
        }
    }

    private void checkTableNamesUnique(List<PhysicalTable> shards, List<String> key) {
        if (!key.contains(ColumnSpec.TABLE_NAME)) {
            refusals.add("key " + key + " has neither db_name nor table_name, but " + shards.size()
                    + " tables are merged; equal ids would overwrite each other");
            return;
        }
        Map<String, String> seen = new LinkedHashMap<>();
        for (PhysicalTable shard : shards) {
            String other = seen.putIfAbsent(shard.name(), shard.fullName());
            if (other != null) {
                refusals.add("key " + key + " cannot tell " + other + " from " + shard.fullName()
                        + "; put db_name before table_name");
                return;
            }
        }
    }

    private List<ColumnSpec> columns(PhysicalTable first, Map<String, String> names, List<String> key) {
        Map<String, ColumnSpec> byName = new LinkedHashMap<>();
        for (SourceColumn column : first.columns()) {
            String name = names.getOrDefault(column.name(), column.name());
            ColumnSpec spec = column(column, name, key.contains(name));
            if (spec != null) {
                byName.put(name, spec);
            }
        }
        if (table.sharded() || key.contains(ColumnSpec.DB_NAME) || key.contains(ColumnSpec.TABLE_NAME)) {
            addShardColumn(byName, key, ColumnSpec.DB_NAME, Origin.SHARD_DATABASE, "source database");
            addShardColumn(byName, key, ColumnSpec.TABLE_NAME, Origin.SHARD_TABLE, "source table");
        }
        List<ColumnSpec> ordered = new ArrayList<>();
        for (String name : key) {
            ColumnSpec column = byName.remove(name);
            if (column == null && !names.containsValue(name)) {
                refusals.add("key column " + name + " is not a column of " + first.fullName() + " in target names: "
                        + names.values());
            } else if (column != null) {
                ordered.add(column);
            }
        }
        ordered.addAll(byName.values());
        return ordered;
    }

    private void addShardColumn(
            Map<String, ColumnSpec> byName, List<String> key, String name, Origin origin, String comment) {
        if (!key.contains(name)) {
            return;
        }
        ColumnSpec shard = new ColumnSpec(
                origin,
                "",
                name,
                SHARD_NAME_TYPE,
                TargetTypes.of(MySqlType.parse(SHARD_NAME_TYPE), "utf8mb4", true),
                false,
                comment);
        if (byName.put(name, shard) != null) {
            refusals.add(
                    "the source has a column of its own that becomes " + name + "; rename it under tables[].columns");
        }
    }

    private @org.jspecify.annotations.Nullable ColumnSpec column(SourceColumn column, String name, boolean inKey) {
        try {
            MySqlType type = MySqlType.parse(column.columnType());
            // a zero date of MySQL becomes NULL, also in a NOT NULL column
            boolean zeroDate = type.kind() == WireKind.DATE || type.kind() == WireKind.DATETIME;
            boolean nullable = !inKey && (column.nullable() || zeroDate);
            if (inKey && column.nullable()) {
                refusals.add("key column " + name + " is nullable in MySQL");
            }
            return new ColumnSpec(
                    Origin.COLUMN,
                    column.name(),
                    name,
                    column.columnType(),
                    TargetTypes.of(type, column.charset(), inKey),
                    nullable,
                    column.comment());
        } catch (IllegalArgumentException e) {
            refusals.add("column " + column.name() + ": " + e.getMessage());
            return null;
        }
    }

    /**
     * The declared width is the bound; where it is over the limit, what the rows really hold decides, because nearly
     * every textual key is declared far wider than it is.
     */
    private void checkKeyBytes(List<ColumnSpec> columns, List<String> key, List<PhysicalTable> shards) {
        long bytes = 0;
        boolean measured = false;
        for (int i = 0; i < key.size(); i++) {
            ColumnSpec column = columns.get(i);
            boolean last = i == key.size() - 1;
            bytes += TargetTypes.encodedBytes(column.targetType(), declaredBytes(column, shards), last);
        }
        if (bytes > KEY_LIMIT) {
            measured = true;
            bytes = 0;
            for (int i = 0; i < key.size(); i++) {
                ColumnSpec column = columns.get(i);
                boolean text = column.targetType().startsWith("varchar");
                long longest = text && column.origin() == Origin.COLUMN
                        ? shards.stream()
                                .mapToLong(shard -> longestValue.bytes(shard, column.source()))
                                .max()
                                .orElse(0)
                        : declaredBytes(column, shards);
                bytes += TargetTypes.encodedBytes(column.targetType(), longest, i == key.size() - 1);
            }
        }
        if (bytes > KEY_LIMIT) {
            refusals.add("the encoded key " + key + " has up to " + bytes + " bytes"
                    + (measured ? " (longest values found)" : "") + ", StarRocks allows " + KEY_LIMIT);
        }
    }

    private static long declaredBytes(ColumnSpec column, List<PhysicalTable> shards) {
        return switch (column.origin()) {
            case SHARD_DATABASE ->
                shards.stream()
                        .mapToLong(shard -> utf8Length(shard.database()))
                        .max()
                        .orElse(0);
            case SHARD_TABLE ->
                shards.stream()
                        .mapToLong(shard -> utf8Length(shard.name()))
                        .max()
                        .orElse(0);
            case COLUMN ->
                column.targetType().startsWith("varchar(")
                        ? Long.parseLong(column.targetType().replaceAll("\\D", ""))
                        : 0;
        };
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void throwIfRefused() {
        if (!refusals.isEmpty()) {
            throw refused(refusals);
        }
    }

    private Failure refused(List<String> reasons) {
        return new Failure(ExitCode.REFUSED, table.target() + ": " + String.join("; ", reasons));
    }
}
