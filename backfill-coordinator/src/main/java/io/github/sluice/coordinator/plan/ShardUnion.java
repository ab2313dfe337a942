package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.wire.type.MySqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shards of different structure as one table: the columns of all in the order in which they first appear, each of the
 * widest type, nullable where it is so in any shard or missing in one.
 *
 * @param table the union, under the name, comment and keys of the first shard
 */
record ShardUnion(PhysicalTable table) {
    /** @param refusals receives why there is no such table */
    static ShardUnion of(List<PhysicalTable> shards, Consumer<String> refusals) {
        Map<String, SourceColumn> union = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        for (PhysicalTable shard : shards) {
            for (SourceColumn column : shard.columns()) {
                SourceColumn known = union.get(column.name());
                if (known == null) {
                    union.put(column.name(), column);
                    origins.put(column.name(), shard.fullName());
                } else {
                    SourceColumn wider = wider(known, column);
                    if (wider == null) {
                        refusals.accept("shards differ: column " + column.name() + " is " + known.columnType() + " in "
                                + origins.get(column.name()) + " and " + column.columnType() + " in "
                                + shard.fullName() + ", and no type holds both; leave it out with exclude");
                    } else {
                        union.put(column.name(), wider);
                    }
                }
            }
        }
        PhysicalTable first = shards.get(0);
        List<SourceColumn> columns = new ArrayList<>();
        for (SourceColumn column : union.values()) {
            boolean everywhere = shards.stream().allMatch(shard -> has(shard, column.name()));
            columns.add(everywhere ? column : column.withNullable(true));
        }
        return new ShardUnion(first.with(columns, first.uniqueKeys()));
    }

    /** Columns of the union that a shard lacks. */
    List<String> absentIn(PhysicalTable shard) {
        return table.columns().stream()
                .map(SourceColumn::name)
                .filter(column -> !has(shard, column))
                .toList();
    }

    private static boolean has(PhysicalTable shard, String column) {
        return shard.columns().stream().anyMatch(one -> one.name().equals(column));
    }

    private static @Nullable SourceColumn wider(SourceColumn one, SourceColumn other) {
        try {
            Optional<String> type = WidestType.of(one.columnType(), other.columnType());
            if (type.isEmpty()) {
                return null;
            }
            return one.withType(type.get(), wider(type.get(), one.charset(), other.charset()))
                    .withNullable(one.nullable() || other.nullable());
        } catch (IllegalArgumentException e) {
            // a type that is not moved is refused by its name, unless the two are the same
            return one.columnType().equals(other.columnType()) ? one : null;
        }
    }

    /** The character set in which the type may need more bytes of UTF-8. */
    private static @Nullable String wider(String type, @Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        MySqlType parsed = MySqlType.parse(type);
        return TargetTypes.textBytes(parsed, one) >= TargetTypes.textBytes(parsed, other) ? one : other;
    }
}
