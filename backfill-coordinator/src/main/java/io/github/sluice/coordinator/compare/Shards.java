package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.plan.TableSpec.Shard;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The physical tables of a logical one as they are now, in the order of the key columns that name them; also those that
 * were created after the plan. Tables that no key column tells apart share a stretch. One thread.
 */
final class Shards {
    private final List<KeyColumn> naming;
    private final Supplier<List<PhysicalTable>> catalogue;
    private TreeMap<List<Object>, List<Shard>> stretches = new TreeMap<>();
    private long estimate;

    Shards(KeyOrder order, Supplier<List<PhysicalTable>> catalogue) {
        this.naming = order.columns().stream().filter(KeyColumn::namesShard).toList();
        this.catalogue = catalogue;
    }

    /** Looks at the catalogue again. */
    void refresh() {
        TreeMap<List<Object>, List<Shard>> found = new TreeMap<>(this::compare);
        estimate = 0;
        for (PhysicalTable table : catalogue.get()) {
            Shard shard = new Shard(table.source(), table.database(), table.name(), List.of());
            found.computeIfAbsent(name(shard), name -> new ArrayList<>()).add(shard);
            estimate += table.rowEstimate();
        }
        stretches = found;
    }

    /** How many leading key columns name a table. */
    int namingColumns() {
        return naming.size();
    }

    private List<Object> name(Shard shard) {
        List<Object> name = new ArrayList<>();
        for (KeyColumn column : naming) {
            name.add(
                    switch (column.column().origin()) {
                        case SHARD_SOURCE -> shard.source();
                        case SHARD_DATABASE -> shard.database();
                        case SHARD_TABLE -> shard.table();
                        case COLUMN -> throw new IllegalStateException(column + " names no shard");
                    });
        }
        return name;
    }

    int compare(List<Object> one, List<Object> other) {
        for (int i = 0; i < naming.size(); i++) {
            int compared = naming.get(i).compare(one.get(i), other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** Tables by the values of the naming columns, in order. */
    Map<List<Object>, List<Shard>> stretches() {
        return stretches;
    }

    long estimate() {
        return estimate;
    }
}
