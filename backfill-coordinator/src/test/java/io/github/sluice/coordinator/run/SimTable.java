package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The table {@code (id, v)} of simulated servers.
 *
 * @param shards physical tables {@code shop_N.NAME_N}; 0 for {@code shop.NAME} alone
 * @param sources the MySQLs that it is in under the same name, each with the ids of its turn; one empty name for the only
 *     one
 */
record SimTable(String name, int shards, List<String> sources) {
    /** The one of the tests with one table. */
    static final SimTable ORDERS = new SimTable("orders", 0);
    /** The same in two MySQLs. */
    static final SimTable ORDERS_OF_TWO = new SimTable("orders", 0, List.of("rds1", "rds2"));

    SimTable {
        sources = List.copyOf(sources);
    }

    /** A table of the only MySQL. */
    SimTable(String name, int shards) {
        this(name, shards, List.of(""));
    }

    /** In which MySQL a row is. */
    String source(int id) {
        return sources.get(id % sources.size());
    }

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
        if (sources.size() > 1) {
            return new Object[] {source(id), name, (long) id, v};
        }
        if (shards == 0) {
            return new Object[] {(long) id, v};
        }
        int shard = id % shards;
        return new Object[] {"shop_" + shard, name + "_" + shard, (long) id, v};
    }

    List<String> targetColumns() {
        if (sources.size() > 1) {
            return List.of("source_name", "table_name", "id", "v");
        }
        return shards == 0 ? List.of("id", "v") : List.of("db_name", "table_name", "id", "v");
    }

    List<PhysicalTable> physical(String source) {
        return shards == 0
                ? List.of(physical(source, "shop", name, rows() / sources.size()))
                : IntStream.range(0, shards)
                        .mapToObj(shard -> physical(source, "shop_" + shard, name + "_" + shard, 1))
                        .toList();
    }

    private static PhysicalTable physical(String source, String database, String name, int rows) {
        return new PhysicalTable(
                source,
                database,
                name,
                "",
                List.of(
                        new SourceColumn("id", "int", false, null, ""),
                        new SourceColumn("v", "varchar(20)", true, "utf8mb4", "")),
                List.of("id"),
                List.of(),
                rows,
                0);
    }
}
