package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Differences;
import io.github.sluice.coordinator.settings.SluiceSettings.Mask;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.UnsupportedTypeException;
import io.github.sluice.wire.type.WireKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    TableSpec plan(List<PhysicalTable> tables) {
        if (tables.isEmpty()) {
            throw refused(List.of("no table of MySQL matches " + table.sourceText()));
        }
        refuseUnknownColumns(tables);
        throwIfRefused();
        List<PhysicalTable> shards = tables.stream().map(this::wanted).toList();
        boolean union = table.differences() == Differences.UNION;
        if (!union) {
            checkSameColumns(shards);
        }
        checkSamePrimaryKey(shards);
        ShardUnion merged = union ? ShardUnion.of(shards, refusals::add) : new ShardUnion(shards.get(0));
        throwIfRefused();
        PhysicalTable first = merged.table();
        Map<String, String> names = targetNames(first);
        List<String> key = new TableKey(table, refusals::add).of(shards, names);
        refuseAbsence(merged, shards, names, key);
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
                        .map(shard -> new TableSpec.Shard(
                                shard.source(), shard.database(), shard.name(), merged.absentIn(shard)))
                        .toList(),
                tables.stream()
                        .flatMap(shard -> shard.columns().stream())
                        .map(SourceColumn::name)
                        .filter(column -> !table.choice().wants(column))
                        .distinct()
                        .toList(),
                table.stream(),
                Buckets.bySize(
                        tables.stream().mapToLong(PhysicalTable::byteEstimate).sum()));
    }

    /** What {@code sluice.yaml} says of a column that there is not was meant for another one. */
    private void refuseUnknownColumns(List<PhysicalTable> tables) {
        Set<String> known = new LinkedHashSet<>();
        tables.forEach(one -> one.columns().forEach(column -> known.add(column.name())));
        String where = tables.get(0).fullName() + (tables.size() == 1 ? "" : " and its like");
        Map<String, Collection<String>> named = new LinkedHashMap<>();
        named.put("columns", table.rename().keySet());
        named.put("include", table.choice().include());
        named.put("exclude", table.choice().exclude());
        named.put("mask", table.choice().masks().keySet());
        named.put("types", table.choice().types().keySet());
        named.forEach((key, columns) -> columns.stream()
                .filter(column -> !known.contains(column))
                .forEach(column -> refusals.add("tables[]." + key + " names " + column + ", which is not a column of "
                        + where + "; nearest: " + String.join(", ", NearestNames.of(column, known)))));
        known.stream()
                .filter(column -> !table.choice().wants(column))
                .filter(column -> table.key().contains(targetName(column)))
                .forEach(column ->
                        refusals.add("column " + column + " is named by tables[].key and cannot be left out"));
    }

    private String targetName(String column) {
        return ColumnNames.target(column, table, naming);
    }

    /** The table as if it had the wanted columns alone; keys over others are gone, except the primary key. */
    private PhysicalTable wanted(PhysicalTable physical) {
        return physical.with(
                physical.columns().stream()
                        .filter(column -> table.choice().wants(column.name()))
                        .toList(),
                physical.uniqueKeys().stream()
                        .filter(key -> key.stream().allMatch(table.choice()::wants))
                        .toList());
    }

    private void checkSameColumns(List<PhysicalTable> shards) {
        PhysicalTable first = shards.get(0);
        Map<String, String> expected = structure(first);
        int before = refusals.size();
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
        }
        if (refusals.size() > before) {
            refusals.add("leave such columns out with exclude, or give the table shards: union, which has the columns"
                    + " of all shards");
        }
    }

    private void checkSamePrimaryKey(List<PhysicalTable> shards) {
        PhysicalTable first = shards.get(0);
        for (PhysicalTable shard : shards.subList(1, shards.size())) {
            if (!first.primaryKey().equals(shard.primaryKey())) {
                refusals.add("shards differ: the primary key is " + first.primaryKey() + " in " + first.fullName()
                        + " and " + shard.primaryKey() + " in " + shard.fullName());
            }
        }
    }

    /** NULL in place of a column is no key, and the streamer has no NULL to put there. */
    private void refuseAbsence(
            ShardUnion merged, List<PhysicalTable> shards, Map<String, String> names, List<String> key) {
        for (PhysicalTable shard : shards) {
            List<String> absent = merged.absentIn(shard);
            absent.stream()
                    .filter(column -> key.contains(names.getOrDefault(column, column)))
                    .forEach(column ->
                            refusals.add("shards differ: key column " + column + " is missing in " + shard.fullName()));
            if (table.stream() != null && !absent.isEmpty()) {
                refusals.add("shards differ: " + shard.fullName() + " lacks " + String.join(", ", absent)
                        + ", and the streamer stops at a table without a mapped column; add the columns to it (ALTER"
                        + " TABLE), leave them out with exclude, or move the table in a run without streamer");
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
            String target = targetName(column.name());
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
        return names;
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
        if (table.sharded() || key.stream().anyMatch(ColumnSpec.SHARD_NAMES::contains)) {
            if (!first.source().isEmpty()) {
                addShardColumn(byName, key, ColumnSpec.SOURCE_NAME, Origin.SHARD_SOURCE, "source MySQL");
            }
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

    private @Nullable ColumnSpec column(SourceColumn column, String name, boolean inKey) {
        try {
            MySqlType type = type(column);
            Mask mask = table.choice().masks().get(column.name());
            if (inKey && mask != null) {
                refusals.add("key column " + name + " cannot be masked; rows are found by it");
            }
            if (inKey && column.nullable()) {
                refusals.add("key column " + name + " is nullable in MySQL");
            }
            MaskedColumn masked = mask == null
                    ? new MaskedColumn("", type.columnType(), column.charset(), column.nullable())
                    : MaskedColumn.of(mask, column, type);
            MySqlType selected = MySqlType.parse(masked.columnType());
            // a zero date of MySQL becomes NULL, also in a NOT NULL column
            boolean zeroDate = selected.kind() == WireKind.DATE || selected.kind() == WireKind.DATETIME;
            String wanted = table.choice().types().get(column.name());
            return new ColumnSpec(
                    Origin.COLUMN,
                    column.name(),
                    name,
                    masked.columnType(),
                    wanted == null
                            ? TargetTypes.of(selected, masked.charset(), inKey)
                            : TypeOverride.checked(wanted, selected, masked.charset(), inKey),
                    !inKey && (masked.nullable() || zeroDate),
                    column.comment(),
                    masked.expression());
        } catch (UnsupportedTypeException e) {
            refusals.add("column " + column.name() + ": " + e.getMessage() + " (that is exclude: [" + column.name()
                    + "], or for a geometry as text types: {" + column.name() + ": varchar(" + TargetTypes.LONGEST
                    + ")})");
            return null;
        } catch (IllegalArgumentException e) {
            refusals.add("column " + column.name() + ": " + e.getMessage());
            return null;
        }
    }

    /** A geometry has a type on the wire only as text, and that only on request: by a text as its StarRocks type. */
    private MySqlType type(SourceColumn column) {
        try {
            return MySqlType.parse(column.columnType());
        } catch (UnsupportedTypeException e) {
            if (!table.choice().types().containsKey(column.name())) {
                throw e;
            }
            return MySqlType.parse(column.columnType() + " as text");
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
            case SHARD_SOURCE ->
                shards.stream()
                        .mapToLong(shard -> utf8Length(shard.source()))
                        .max()
                        .orElse(0);
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
