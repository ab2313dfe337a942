package io.github.sluice.testbed.starrocks.catalog;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One write to one table: operations in order, then {@link #commit} makes all of them visible, or
 * {@link #close} without it none. One thread. Memory is bounded by one batch.
 */
public final class TableWrite implements AutoCloseable {
    private static final int BATCH_ROWS = 5_000;
    private static final int STATEMENT_CHARACTERS = 1 << 20;

    private final TableStore store;
    private final TableModel table;
    private final Semaphore turn;
    private final int keys;
    /** Last operation per key since the last flush; only upserts and deletes, whose order does not matter then. */
    private final Map<List<Object>, RowOperation> latest = new LinkedHashMap<>();
    /** Operations that depend on what is stored, and appended rows: kept in order. */
    private final List<RowOperation> ordered = new ArrayList<>();

    private long heldCharacters;
    private @Nullable Connection connection;
    private boolean done;

    TableWrite(TableStore store, TableModel table, Semaphore turn) {
        this.store = store;
        this.table = table;
        this.turn = turn;
        this.keys = table.keyCount();
    }

    /** Waits for this write's turn now, for a caller that first reads what it is going to change. Returns this. */
    public TableWrite begin() {
        try {
            connection();
        } catch (SQLException e) {
            throw new StoreException("no connection to the backing MySQL", e);
        }
        return this;
    }

    /**
     * Adds the next operation.
     *
     * @throws KeyTooLongException if the key is longer than 128 encoded bytes
     * @throws IllegalArgumentException if a value is not of its column's class or range, or the operation
     *     does not fit the table
     */
    public void add(RowOperation operation) {
        if (done) {
            throw new IllegalStateException("the write has ended");
        }
        if (operation instanceof RowOperation.Upsert upsert) {
            RowOperation.Upsert checked = new RowOperation.Upsert(checkedRow(upsert.values()));
            if (table.isPrimaryKey()) {
                collapse(checked.values(), checked);
            } else {
                inOrder(checked);
            }
        } else if (operation instanceof RowOperation.Delete delete) {
            requirePrimaryKey();
            @Nullable Object[] key = checkedKey(delete.key());
            collapse(key, new RowOperation.Delete(key));
        } else if (operation instanceof RowOperation.Partial partial) {
            requirePrimaryKey();
            inOrder(new RowOperation.Partial(partial.columns(), checkedRow(partial.values())));
        } else if (operation instanceof RowOperation.Conditional conditional) {
            requirePrimaryKey();
            inOrder(new RowOperation.Conditional(conditional.condition(), checkedRow(conditional.values())));
        }
        if (latest.size() + ordered.size() >= BATCH_ROWS || heldCharacters > 8L * STATEMENT_CHARACTERS) {
            flush();
        }
    }

    /**
     * Makes everything visible at once.
     *
     * @throws StoreException if the backing MySQL fails; then nothing is visible
     */
    public void commit() {
        if (done) {
            throw new IllegalStateException("the write has ended");
        }
        flush();
        if (connection != null) {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw new StoreException("commit failed in the backing MySQL: " + e.getMessage(), e);
            }
        }
        end(true);
    }

    /** Undoes everything unless {@link #commit} succeeded. Idempotent. */
    @Override
    public void close() {
        if (!done) {
            end(false);
        }
    }

    private void collapse(@Nullable Object[] key, RowOperation operation) {
        if (!ordered.isEmpty()) {
            flush();
        }
        List<Object> identity = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
            Object part = key[i];
            identity.add(part instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : String.valueOf(part));
        }
        latest.put(identity, operation);
    }

    private void inOrder(RowOperation operation) {
        if (!latest.isEmpty()) {
            flush();
        }
        ordered.add(operation);
    }

    private void requirePrimaryKey() {
        if (!table.isPrimaryKey()) {
            throw new IllegalArgumentException("table " + table.name() + " has no primary key");
        }
    }

    private @Nullable Object[] checkedKey(@Nullable Object[] values) {
        @Nullable Object[] key = Arrays.copyOf(values, keys);
        for (int i = 0; i < keys; i++) {
            checkedValue(table.columns().get(i), key[i]);
        }
        if (table.isPrimaryKey() && table.encodedKeySize(key) > TableModel.KEY_LIMIT) {
            throw new KeyTooLongException();
        }
        return key;
    }

    private @Nullable Object[] checkedRow(@Nullable Object[] values) {
        List<ColumnModel> columns = table.columns();
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for the " + columns.size() + " columns of " + table.name());
        }
        @Nullable Object[] row = values;
        for (int i = 0; i < values.length; i++) {
            ColumnModel column = columns.get(i);
            checkedValue(column, values[i]);
            if (column.type().kind() == TypeKind.JSON && values[i] != null) {
                if (row == values) {
                    row = values.clone();
                }
                row[i] = JsonText.canonical((String) values[i]);
            }
        }
        if (table.isPrimaryKey() && table.encodedKeySize(row) > TableModel.KEY_LIMIT) {
            throw new KeyTooLongException();
        }
        for (Object value : row) {
            heldCharacters += value instanceof String s ? s.length() : value instanceof byte[] b ? 2L * b.length : 20;
        }
        return row;
    }

    private static void checkedValue(ColumnModel column, @Nullable Object value) {
        if (value == null && !column.nullable()) {
            throw new IllegalArgumentException("NULL value in non-nullable column '" + column.name() + "'");
        }
        try {
            Values.check(column.type(), value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column " + column.name() + ": " + e.getMessage(), e);
        }
    }

    private void flush() {
        List<Object[]> upserts = new ArrayList<>();
        List<Object[]> deletes = new ArrayList<>();
        for (RowOperation operation : latest.values()) {
            if (operation instanceof RowOperation.Upsert upsert) {
                upserts.add(upsert.values());
            } else if (operation instanceof RowOperation.Delete delete) {
                deletes.add(delete.key());
            }
        }
        latest.clear();
        try {
            write("DELETE FROM " + store.backingName(table) + " WHERE " + names(keys) + " IN (", deletes, ")");
            write(
                    "REPLACE INTO " + store.backingName(table)
                            + names(table.columns().size()) + " VALUES ",
                    upserts,
                    "");
            int from = 0;
            while (from < ordered.size()) {
                int to = from + 1;
                while (to < ordered.size() && sameStatement(ordered.get(from), ordered.get(to))) {
                    to++;
                }
                writeOrdered(ordered.subList(from, to));
                from = to;
            }
        } catch (SQLException e) {
            throw new StoreException("write failed in the backing MySQL: " + e.getMessage(), e);
        }
        ordered.clear();
        heldCharacters = 0;
    }

    private static boolean sameStatement(RowOperation a, RowOperation b) {
        if (a instanceof RowOperation.Partial x && b instanceof RowOperation.Partial y) {
            return Arrays.equals(x.columns(), y.columns());
        }
        if (a instanceof RowOperation.Conditional x && b instanceof RowOperation.Conditional y) {
            return x.condition() == y.condition();
        }
        return a.getClass() == b.getClass();
    }

    private void writeOrdered(List<RowOperation> run) throws SQLException {
        List<Object[]> rows = new ArrayList<>(run.size());
        String update = "";
        for (RowOperation operation : run) {
            if (operation instanceof RowOperation.Upsert upsert) {
                rows.add(upsert.values());
            } else if (operation instanceof RowOperation.Partial partial) {
                rows.add(partial.values());
                update = update.isEmpty() ? updateListed(partial.columns()) : update;
            } else if (operation instanceof RowOperation.Conditional conditional) {
                rows.add(conditional.values());
                update = update.isEmpty() ? updateIfNotLess(conditional.condition()) : update;
            }
        }
        write("INSERT INTO " + store.backingName(table) + names(table.columns().size()) + " VALUES ", rows, update);
    }

    private String updateListed(int[] columns) {
        StringBuilder sql = new StringBuilder();
        for (int column : columns) {
            String name = store.backingName(table.columns().get(column));
            sql.append(sql.isEmpty() ? " ON DUPLICATE KEY UPDATE " : ", ");
            sql.append(name).append(" = VALUES(").append(name).append(')');
        }
        return sql.toString();
    }

    private String updateIfNotLess(int condition) {
        String guard = store.backingName(table.columns().get(condition));
        // NULL is the smallest; the guard is assigned last because MySQL assigns from left to right
        String keep = "(VALUES(" + guard + ") >= " + guard + " OR " + guard + " IS NULL)";
        StringBuilder sql = new StringBuilder(" ON DUPLICATE KEY UPDATE ");
        for (int i = keys; i < table.columns().size(); i++) {
            if (i != condition) {
                assign(store.backingName(table.columns().get(i)), keep, sql);
                sql.append(", ");
            }
        }
        assign(guard, keep, sql);
        return sql.toString();
    }

    private static void assign(String name, String keep, StringBuilder sql) {
        sql.append(name)
                .append(" = IF(")
                .append(keep)
                .append(", VALUES(")
                .append(name)
                .append("), ")
                .append(name);
        sql.append(')');
    }

    private String names(int count) {
        StringBuilder sql = new StringBuilder("(");
        for (ColumnModel column : table.columns().subList(0, count)) {
            sql.append(sql.length() == 1 ? "" : ", ").append(store.backingName(column));
        }
        return sql.append(')').toString();
    }

    private void write(String before, List<Object[]> rows, String after) throws SQLException {
        StringBuilder sql = new StringBuilder();
        for (@Nullable Object[] row : rows) {
            sql.append(sql.isEmpty() ? before : ", ").append('(');
            for (int i = 0; i < row.length; i++) {
                if (i > 0) {
                    sql.append(", ");
                }
                SqlText.literal(row[i], sql);
            }
            sql.append(')');
            if (sql.length() >= STATEMENT_CHARACTERS) {
                execute(sql.append(after).toString());
                sql.setLength(0);
            }
        }
        if (!sql.isEmpty()) {
            execute(sql.append(after).toString());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate(sql);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            turn.acquireUninterruptibly();
            try {
                open = store.backing().borrow();
                open.setAutoCommit(false);
            } catch (SQLException e) {
                turn.release();
                throw e;
            }
            connection = open;
        }
        return open;
    }

    private void end(boolean committed) {
        done = true;
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            if (!committed) {
                open.rollback();
            }
            open.setAutoCommit(true);
            store.backing().giveBack(open);
        } catch (SQLException e) {
            store.backing().discard(open);
        } finally {
            turn.release();
        }
    }
}
