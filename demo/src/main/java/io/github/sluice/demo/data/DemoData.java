package io.github.sluice.demo.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The source side of the demonstration: a table with every row of the type table, a table with
 * camelCase columns, and one logical table of 24 physical ones in two databases whose ids repeat
 * across all shards.
 *
 * <p>The same seed and size give the same rows. One thread.
 */
public final class DemoData {
    /** Rows when nobody asks for another number. */
    public static final long DEFAULT_ROWS = 300_000;

    /** Fewer would leave a shard empty. */
    public static final long LEAST_ROWS = 480;

    private static final int SHARDS_PER_DATABASE = 12;
    private static final List<String> ORDER_DATABASES = List.of("order_0", "order_1");
    private static final int ROWS_PER_BATCH = 500;
    private static final int ROWS_PER_COMMIT = 5_000;

    private final long seed;
    private final List<SourceTable> tables;

    private DemoData(long seed, List<SourceTable> tables) {
        this.seed = seed;
        this.tables = tables;
    }

    /**
     * Plans the tables.
     *
     * @param rows of all tables together, at least {@link #LEAST_ROWS}
     */
    public static DemoData of(long seed, long rows) {
        if (rows < LEAST_ROWS) {
            throw new IllegalArgumentException("rows: must be at least " + LEAST_ROWS + ", found " + rows);
        }
        long allTypes = rows / 15;
        long perShard = rows * 4 / 5 / (SHARDS_PER_DATABASE * ORDER_DATABASES.size());
        long camelCase = rows - allTypes - perShard * SHARDS_PER_DATABASE * ORDER_DATABASES.size();
        List<SourceTable> tables = new ArrayList<>();
        tables.add(new AllTypesTable("shop", allTypes));
        tables.add(new CamelCaseTable("shop", camelCase));
        for (String database : ORDER_DATABASES) {
            for (int shard = 0; shard < SHARDS_PER_DATABASE; shard++) {
                tables.add(new OrderShardTable(database, shard, perShard));
            }
        }
        return new DemoData(seed, List.copyOf(tables));
    }

    /** Rows of all tables together. */
    public long rows() {
        return tables.stream().mapToLong(SourceTable::rows).sum();
    }

    /** The physical tables. */
    public List<SourceTable> tables() {
        return tables;
    }

    /** Physical tables. */
    public int physicalTables() {
        return tables.size();
    }

    /**
     * Creates and fills every table.
     *
     * @param jdbcUrl of the server, without a database
     * @param inserted told the number of rows inserted so far, after each batch
     * @throws SQLException when the server refuses; what was inserted before stays
     */
    public void create(String jdbcUrl, String username, String password, LongConsumer inserted) throws SQLException {
        String url = jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "rewriteBatchedStatements=true";
        try (Connection connection = DriverManager.getConnection(url, username, password)) {
            try (Statement statement = connection.createStatement()) {
                prepareSession(statement);
                Set<String> databases = new LinkedHashSet<>();
                tables.forEach(table -> databases.add(table.database()));
                for (String database : databases) {
                    statement.execute("CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4");
                }
            }
            connection.setAutoCommit(false);
            long before = 0;
            for (SourceTable table : tables) {
                fill(connection, table, before, inserted);
                before += table.rows();
            }
        }
    }

    /** What every session needs that writes these rows. */
    public static void prepareSession(Statement statement) throws SQLException {
        // strict, so that no value is cut; without NO_ZERO_DATE, as the old schemas run that hold zero dates
        statement.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
        statement.execute("SET SESSION time_zone = '+08:00'");
    }

    private void fill(Connection connection, SourceTable table, long before, LongConsumer inserted)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(table.ddl());
        }
        long tableSeed = seed * 1_000_003 + (table.database() + "." + table.name()).hashCode();
        try (PreparedStatement insert = connection.prepareStatement(table.insert())) {
            for (long id = 1; id <= table.rows(); id++) {
                table.bind(insert, id, new Random(mixed(tableSeed + id)));
                insert.addBatch();
                if (id % ROWS_PER_BATCH == 0 || id == table.rows()) {
                    insert.executeBatch();
                    inserted.accept(before + id);
                }
                if (id % ROWS_PER_COMMIT == 0) {
                    connection.commit();
                }
            }
        }
        connection.commit();
    }

    /** Neighbouring seeds give nearly the same first numbers; the finisher of SplitMix64 sets them apart. */
    private static long mixed(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d rows in %d physical tables, seed %d", rows(), physicalTables(), seed);
    }
}
