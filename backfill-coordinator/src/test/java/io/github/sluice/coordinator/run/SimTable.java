package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The table {@code (id, v)} of simulated servers.
 *
 * @param shards physical tables {@code shop_N.NAME_N}; 0 for {@code shop.NAME} alone
 */
record SimTable(String name, int shards) {
    /** The one of the tests with one table. */
    static final SimTable ORDERS = new SimTable("orders", 0);

    /** So many that every shard has one. */
    int rows() {
        return Math.max(30, shards);
    }

    /** Above every id that a writer uses. */
    int highestId() {
        return 2 * rows();
    }

    /** A row as it travels. */
    Object[] wire(int id, String v) {
        if (shards == 0) {
            return new Object[] {(long) id, v};
        }
        int shard = id % shards;
        return new Object[] {"shop_" + shard, name + "_" + shard, (long) id, v};
    }

    List<String> targetColumns() {
        return shards == 0 ? List.of("id", "v") : List.of("db_name", "table_name", "id", "v");
    }

    List<PhysicalTable> physical() {
        return shards == 0
                ? List.of(physical("shop", name, rows()))
                : IntStream.range(0, shards)
                        .mapToObj(shard -> physical("shop_" + shard, name + "_" + shard, 1))
                        .toList();
    }

    private static PhysicalTable physical(String database, String name, int rows) {
        return new PhysicalTable(
                database,
                name,
                "",
                List.of(
                        new SourceColumn("id", "int", false, null, ""),
                        new SourceColumn("v", "varchar(20)", true, "utf8mb4", "")),
                List.of("id"),
                List.of(),
                rows);
    }
}
