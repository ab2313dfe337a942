package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.KeyTooLongException;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.RowOperation;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TableWrite;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.catalog.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** INSERT VALUES, UPDATE and DELETE (9.5). Thread-safe. */
public final class DmlExecutor {
    /** Stands for the word DEFAULT among the values of an INSERT. */
    private static final Expr DEFAULT = new Expr.Call("default", false, false, List.of());

    private final Cluster cluster;
    private final QueryRunner runner;
    private final Guard guard;

    public DmlExecutor(Cluster cluster, QueryRunner runner) {
        this.cluster = cluster;
        this.runner = runner;
        this.guard = new Guard(cluster.accounts());
    }

    /** Carries out an INSERT; the rows that were written. */
    public long insert(TokenCursor cursor, SessionFacts session) {
        cursor.expect("insert");
        if (cursor.peek().is("overwrite")) {
            throw SqlError.notInStandIn("INSERT OVERWRITE");
        }
        cursor.expect("into");
        TableModel table = table(TableName.parse(cursor), session, Privilege.INSERT);
        if (cursor.peek().is("with")
                || cursor.peek().is("partition")
                || cursor.peek().is("temporary")) {
            throw SqlError.notInStandIn("INSERT with a label or a partition");
        }
        int[] targets = targets(cursor, table);
        if (cursor.peek().is("select")
                || cursor.peek().is("with")
                || cursor.peek().is("table")) {
            throw SqlError.notInStandIn("INSERT ... SELECT");
        }
        cursor.expect("values");
        ExprParser expressions = new ExprParser(cursor);
        List<List<Expr>> rows = new ArrayList<>();
        do {
            rows.add(row(cursor, expressions));
        } while (cursor.acceptSymbol(","));
        cursor.expectEnd();
        List<RowOperation> operations = new ArrayList<>();
        for (List<Expr> row : rows) {
            if (row.size() != targets.length) {
                throw SqlError.analyzing("Column count doesn't match value count.");
            }
            operations.add(new RowOperation.Upsert(values(table, targets, row)));
        }
        apply(table, operations);
        return rows.size();
    }

    private static List<Expr> row(TokenCursor cursor, ExprParser expressions) {
        cursor.expectSymbol("(");
        List<Expr> row = new ArrayList<>();
        do {
            row.add(cursor.accept("default") ? DEFAULT : expressions.expression());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return row;
    }

    private static int[] targets(TokenCursor cursor, TableModel table) {
        if (!cursor.acceptSymbol("(")) {
            int[] all = new int[table.columns().size()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        List<Integer> targets = new ArrayList<>();
        do {
            String name = cursor.identifier();
            int at = table.indexOf(name);
            if (at < 0) {
                throw SqlError.analyzing("Unknown column '" + name + "' in '" + table.name() + "'.");
            }
            if (targets.contains(at)) {
                throw SqlError.analyzing("Column '" + name + "' specified twice.");
            }
            targets.add(at);
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        for (int i = 0; i < table.columns().size(); i++) {
            if (!targets.contains(i) && !table.columns().get(i).hasDefault()) {
                throw SqlError.analyzing(
                        "'" + table.columns().get(i).name() + "' must be explicitly mentioned in column permutation.");
            }
        }
        return targets.stream().mapToInt(Integer::intValue).toArray();
    }

    private @Nullable Object[] values(TableModel table, int[] targets, List<Expr> row) {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        boolean[] given = new boolean[values.length];
        for (int i = 0; i < targets.length; i++) {
            if (row.get(i) != DEFAULT) {
                given[targets[i]] = true;
                values[targets[i]] =
                        Constants.forColumn(row.get(i), table.columns().get(targets[i]), cluster);
            }
        }
        for (int i = 0; i < values.length; i++) {
            ColumnModel column = table.columns().get(i);
            if (!given[i]) {
                values[i] = column.autoIncrement()
                        ? (Object) cluster.store().nextAutoIncrement(table, column)
                        : defaultOf(column);
            }
            if (values[i] == null && !column.nullable()) {
                throw Constants.filtered(column, "NULL value in non-nullable column '" + column.name() + "'");
            }
        }
        return values;
    }

    private @Nullable Object defaultOf(ColumnModel column) {
        if (!column.hasDefault()) {
            throw SqlError.analyzing("Column has no default value, column=" + column.name() + ".");
        }
        return column.defaultFor(cluster.now());
    }

    /** Carries out an UPDATE; the rows that matched. */
    public long update(TokenCursor cursor, SessionFacts session) throws IOException {
        cursor.expect("update");
        TableModel table = table(TableName.parse(cursor), session, Privilege.UPDATE);
        if (!table.isPrimaryKey()) {
            throw SqlError.analyzing("table " + table.name() + " is not primary key table, UPDATE is not supported.");
        }
        Map<Integer, Expr> assignments = new HashMap<>();
        ExprParser expressions = new ExprParser(cursor);
        cursor.expect("set");
        do {
            String name = cursor.identifier();
            cursor.expectSymbol("=");
            Expr value = cursor.accept("default") ? DEFAULT : expressions.expression();
            int at = table.indexOf(name);
            if (at < 0) {
                throw SqlError.analyzing("table '" + table.name() + "' do not existing column '" + name + "'.");
            }
            if (table.columns().get(at).key()) {
                throw SqlError.analyzing("primary key column cannot be updated: " + name + ".");
            }
            if (assignments.put(at, value) != null) {
                throw SqlError.analyzing("Column '" + name + "' specified twice.");
            }
        } while (cursor.acceptSymbol(","));
        if (!cursor.accept("where")) {
            throw cursor.atEnd()
                    ? SqlError.analyzing("must specify where clause to prevent full table update.")
                    : cursor.unexpected("WHERE");
        }
        Expr where = expressions.expression();
        cursor.expectEnd();
        return update(table, assignments, where, session);
    }

    /** Reads the matching rows with their new values and writes them back while no other write can come between. */
    private long update(TableModel table, Map<Integer, Expr> assignments, Expr where, SessionFacts session)
            throws IOException {
        Scope scope = scope(table);
        ExprAnalyzer analyzer = new ExprAnalyzer(cluster, session, List.of(), scope);
        StringBuilder sql = new StringBuilder("SELECT ");
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnModel column = table.columns().get(i);
            Expr value = assignments.getOrDefault(i, new Expr.Column(null, column.name()));
            Typed typed = value == DEFAULT ? new Typed(null, "NULL", null) : analyzer.analyze(value);
            if (typed.is(TypeKind.VARBINARY) != (column.type().kind() == TypeKind.VARBINARY)
                    && typed.type() != null
                    && !typed.isText()) {
                throw SqlError.notInStandIn("assigning " + typed.type() + " to " + column.type());
            }
            sql.append(i == 0 ? "" : ", ").append(typed.sql()).append(" AS r").append(i);
            columns.add(new ResultColumn(column.name(), typed.resultType()));
        }
        sql.append(" FROM ").append(cluster.store().backingName(table)).append(" AS s0 WHERE ");
        sql.append(analyzer.condition(where));
        long[] matched = {0};
        try (TableWrite write = cluster.store().open(table).begin()) {
            runner.forEach(new Rendered(sql.toString(), columns), cells -> {
                write.add(new RowOperation.Upsert(changed(table, assignments, cells)));
                matched[0]++;
            });
            write.commit();
        }
        return matched[0];
    }

    private @Nullable Object[] changed(TableModel table, Map<Integer, Expr> assignments, byte[][] cells) {
        @Nullable Object[] row = new @Nullable Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            ColumnModel column = table.columns().get(i);
            if (assignments.get(i) == DEFAULT) {
                row[i] = defaultOf(column);
            } else if (cells[i] == null) {
                row[i] = null;
            } else if (column.type().kind() == TypeKind.VARBINARY) {
                row[i] = cells[i];
            } else {
                try {
                    row[i] = Values.parse(column.type(), new String(cells[i], StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    throw Constants.filtered(column, String.valueOf(e.getMessage()));
                }
            }
            if (row[i] == null && !column.nullable()) {
                throw Constants.filtered(column, "NULL value in non-nullable column '" + column.name() + "'");
            }
        }
        return row;
    }

    /** Carries out a DELETE; the rows that are gone. */
    public long delete(TokenCursor cursor, SessionFacts session) {
        cursor.expect("delete");
        cursor.expect("from");
        TableModel table = table(TableName.parse(cursor), session, Privilege.DELETE);
        if (!cursor.accept("where")) {
            throw cursor.atEnd()
                    ? SqlError.analyzing("Delete must specify where clause to prevent full table delete.")
                    : cursor.unexpected("WHERE");
        }
        Expr where = new ExprParser(cursor).expression();
        cursor.expectEnd();
        if (!table.isPrimaryKey()) {
            requireKeyCondition(table, where);
        }
        String condition = new ExprAnalyzer(cluster, session, List.of(), scope(table)).condition(where);
        Semaphore turn = cluster.store().turn(table);
        turn.acquireUninterruptibly();
        try {
            return execute("DELETE FROM " + cluster.store().backingName(table) + " AS s0 WHERE " + condition);
        } finally {
            turn.release();
        }
    }

    private static void requireKeyCondition(TableModel table, Expr expr) {
        if (expr instanceof Expr.Column name) {
            ColumnModel column = table.column(name.name());
            if (column != null && !column.key()) {
                throw new SqlError(
                        6014, "HY000", "Where clause only supports key columns, '" + column.name() + "' is not one");
            }
        }
        if (!expr.hasColumn()) {
            return;
        }
        expr.children().forEach(child -> requireKeyCondition(table, child));
    }

    private long execute(String sql) {
        Connection connection;
        try {
            connection = cluster.store().backing().borrow();
        } catch (SQLException e) {
            throw SqlError.analyzing("The stand-in's storage is not reachable: " + e.getMessage() + ".");
        }
        long changed;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            changed = statement.executeLargeUpdate(sql);
        } catch (SQLException e) {
            cluster.store().backing().discard(connection);
            throw SqlError.analyzing("The stand-in's storage refused the statement: " + e.getMessage() + ".");
        }
        cluster.store().backing().giveBack(connection);
        return changed;
    }

    private void apply(TableModel table, List<RowOperation> operations) {
        try {
            cluster.store().apply(table, operations);
        } catch (KeyTooLongException e) {
            throw new SqlError(1064, "42000", String.valueOf(e.getMessage()));
        }
    }

    private Scope scope(TableModel table) {
        Scope scope = new Scope();
        for (ColumnModel column : table.columns()) {
            String sql = "s0." + cluster.store().backingName(column);
            scope.add(new Scope.ScopeColumn(table.name(), column.name(), column.type(), sql));
        }
        return scope;
    }

    private TableModel table(TableName name, SessionFacts session, Privilege privilege) {
        String database = name.databaseOr(session.database());
        if (!cluster.catalog().hasDatabase(database)) {
            throw SqlError.unknownDatabase(database);
        }
        TableModel table = cluster.catalog().table(database, name.name());
        if (table == null) {
            throw SqlError.tableNotFound(name.name());
        }
        guard.table(session.user(), privilege, table);
        return table;
    }
}
