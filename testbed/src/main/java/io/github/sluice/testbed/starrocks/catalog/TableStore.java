package io.github.sluice.testbed.starrocks.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of the catalog's tables in the backing MySQL. Thread-safe. Writes to one table run one
 * after the other (their commit order is their order, 8.1); readers see either nothing or all of a write.
 */
public final class TableStore {
    /** Hidden row number of tables without a primary key; {@code !} is illegal in a StarRocks column name. */
    static final String ROW_NUMBER = "`row!`";

    private final Backing backing;
    private final Map<Long, Semaphore> writers = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> autoIncrements = new ConcurrentHashMap<>();

    public TableStore(Backing backing) {
        this.backing = backing;
    }

    /** The backing connections, for readers. */
    public Backing backing() {
        return backing;
    }

    /** Name of a table for a statement on a backing connection. */
    public String backingName(TableModel table) {
        return SqlText.name(backing.database()) + "." + SqlText.name(table.backingName());
    }

    /** Quoted name of a column for a statement on a backing connection. */
    public String backingName(ColumnModel column) {
        return SqlText.name(column.backingName());
    }

    /** Creates the empty backing table. */
    public void create(TableModel table) {
        StringJoiner parts = new StringJoiner(", ", "CREATE TABLE " + backingName(table) + " (", ") ENGINE=InnoDB");
        if (!table.isPrimaryKey()) {
            parts.add(ROW_NUMBER + " BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY");
        }
        for (ColumnModel column : table.columns()) {
            parts.add(definition(table, column));
        }
        if (table.isPrimaryKey()) {
            StringJoiner key = new StringJoiner(", ", "PRIMARY KEY (", ")");
            table.keyColumns().forEach(column -> key.add(backingName(column)));
            parts.add(key.toString());
        }
        execute(parts.toString());
    }

    /** Drops the backing table; none is not an error. */
    public void drop(TableModel table) {
        execute("DROP TABLE IF EXISTS " + backingName(table));
    }

    /** Removes all rows: the model that is to replace {@code table} in the catalog. The old rows stay until {@link #drop}. */
    public TableModel emptied(TableModel table) {
        TableModel fresh = table.withEpoch(table.epoch() + 1);
        create(fresh);
        return fresh;
    }

    /**
     * Brings the backing table from one set of columns to another: drops those that are gone, adds the new
     * ones with their default for the rows that are there, changes types.
     */
    public void alter(TableModel from, TableModel to) {
        Semaphore turn = turn(from);
        turn.acquireUninterruptibly();
        try {
            List<String> changes = new ArrayList<>();
            StringJoiner fill = new StringJoiner(", ", "UPDATE " + backingName(to) + " SET ", "").setEmptyValue("");
            List<String> tighten = new ArrayList<>();
            for (ColumnModel column : to.columns()) {
                ColumnModel before = byId(from, column.id());
                if (before == null) {
                    changes.add("ADD COLUMN " + backingName(column) + " "
                            + SqlText.columnType(column, to.isPrimaryKey()) + " NULL");
                    if (column.defaultValue().kind() == DefaultValue.Kind.LITERAL) {
                        StringBuilder set = new StringBuilder(backingName(column)).append(" = ");
                        SqlText.literal(
                                Values.parse(
                                        column.type(),
                                        String.valueOf(column.defaultValue().literal())),
                                set);
                        fill.add(set);
                    }
                    if (!column.nullable()) {
                        tighten.add("MODIFY COLUMN " + definition(to, column));
                    }
                } else if (!before.equals(column)) {
                    changes.add("MODIFY COLUMN " + definition(to, column));
                }
            }
            for (ColumnModel column : from.columns()) {
                if (byId(to, column.id()) == null) {
                    changes.add("DROP COLUMN " + backingName(column));
                }
            }
            if (!changes.isEmpty()) {
                execute("ALTER TABLE " + backingName(to) + " " + String.join(", ", changes));
            }
            if (fill.length() > 0) {
                execute(fill.toString());
            }
            if (!tighten.isEmpty()) {
                execute("ALTER TABLE " + backingName(to) + " " + String.join(", ", tighten));
            }
        } finally {
            turn.release();
        }
    }

    /**
     * Opens a write. It waits for its turn at its first full batch or at its commit, so a caller may fill
     * several at once; one that is neither committed nor closed blocks the table.
     */
    public TableWrite open(TableModel table) {
        return new TableWrite(this, table, turn(table));
    }

    /**
     * Applies operations in their order, all or none, visible together when this returns.
     *
     * @throws KeyTooLongException if a key is longer than 128 encoded bytes
     * @throws IllegalArgumentException if a value is not of its column's class or range
     * @throws StoreException if the backing MySQL fails
     */
    public void apply(TableModel table, Iterable<? extends RowOperation> operations) {
        try (TableWrite write = open(table)) {
            for (RowOperation operation : operations) {
                write.add(operation);
            }
            write.commit();
        }
    }

    /** About how many rows a table has: InnoDB's estimate, which lags like StarRocks' own (8.3). */
    public long estimatedRows(TableModel table) {
        String sql = "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
                + SqlText.string(backing.database()) + " AND TABLE_NAME = " + SqlText.string(table.backingName());
        Connection connection;
        try {
            connection = backing.borrow();
        } catch (SQLException e) {
            throw new StoreException("no connection to the backing MySQL", e);
        }
        long rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (result.next()) {
                rows = result.getLong(1);
            }
        } catch (SQLException e) {
            backing.discard(connection);
            throw new StoreException("the backing MySQL refused: " + e.getMessage(), e);
        }
        backing.giveBack(connection);
        return rows;
    }

    /** The next number of an AUTO_INCREMENT column. */
    public long nextAutoIncrement(TableModel table, ColumnModel column) {
        return autoIncrements
                .computeIfAbsent(table.id() * 100_000 + column.id(), id -> new AtomicLong())
                .incrementAndGet();
    }

    /** The permit that a statement which changes rows holds from its start to its commit. */
    public Semaphore turn(TableModel table) {
        return writers.computeIfAbsent(table.id(), id -> new Semaphore(1, true));
    }

    private static @Nullable ColumnModel byId(TableModel table, int id) {
        for (ColumnModel column : table.columns()) {
            if (column.id() == id) {
                return column;
            }
        }
        return null;
    }

    private String definition(TableModel table, ColumnModel column) {
        return backingName(column) + " " + SqlText.columnType(column, table.isPrimaryKey())
                + (column.nullable() ? " NULL" : " NOT NULL");
    }

    private void execute(String sql) {
        Connection connection;
        try {
            connection = backing.borrow();
        } catch (SQLException e) {
            throw new StoreException("no connection to the backing MySQL", e);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            backing.discard(connection);
            throw new StoreException("the backing MySQL refused: " + e.getMessage(), e);
        }
        backing.giveBack(connection);
    }
}
