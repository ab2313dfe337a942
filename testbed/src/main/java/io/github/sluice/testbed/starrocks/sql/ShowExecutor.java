package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.ShowCreateTable;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SHOW and DESC (section 11). Thread-safe. */
public final class ShowExecutor {
    private final Cluster cluster;
    private final InformationSchema informationSchema;
    private final QueryRunner runner;
    private final ClusterRows clusterRows;
    private final GrantRows grants;
    private final Guard guard;

    /** {@code clusterRows} knows what only the running cluster knows: ports, sessions, finished ALTER jobs. */
    public ShowExecutor(
            Cluster cluster, InformationSchema informationSchema, QueryRunner runner, ClusterFacts clusterFacts) {
        this.cluster = cluster;
        this.informationSchema = informationSchema;
        this.runner = runner;
        this.clusterRows = new ClusterRows(cluster, clusterFacts);
        this.grants = new GrantRows(cluster);
        this.guard = new Guard(cluster.accounts());
    }

    /** {@code DESC t}: Key is true or false, unlike that of SHOW COLUMNS. */
    public void describe(TokenCursor cursor, SessionFacts session, ResultSink sink) throws IOException {
        cursor.next();
        TableName name = TableName.parse(cursor);
        cursor.expectEnd();
        QueryRunner.send(TableRows.describe(table(name, session, name.name())), sink);
    }

    /** One SHOW statement. */
    public void show(TokenCursor cursor, SessionFacts session, ResultSink sink) throws IOException {
        cursor.expect("show");
        VirtualTable rows = rows(cursor, session);
        Expr where = null;
        if (cursor.accept("like")) {
            String pattern = cursor.string();
            String label = rows.columns().get(0).label();
            where = new Expr.Like(new Expr.Column(null, label), new Expr.Text(pattern), false);
        } else if (cursor.accept("where")) {
            where = new ExprParser(cursor).expression();
        }
        if (cursor.peek().is("order") || cursor.peek().is("limit")) {
            throw SqlError.notInStandIn("ORDER BY and LIMIT in SHOW");
        }
        cursor.expectEnd();
        if (where == null) {
            QueryRunner.send(rows, sink);
        } else {
            runner.run(new QueryAnalyzer(cluster, session, informationSchema, List.of()).analyze(rows, where), sink);
        }
    }

    private VirtualTable rows(TokenCursor cursor, SessionFacts session) {
        boolean full = cursor.accept("full");
        if (!cursor.accept("global")) {
            cursor.accept("session");
        }
        Token word = cursor.next();
        switch (word.text().toLowerCase(Locale.ROOT)) {
            case "databases", "schemas" -> {
                VirtualTable table = VirtualTable.ofText("Database");
                informationSchema.databases(session).forEach(table::row);
                return table;
            }
            case "tables" -> {
                return TableRows.tables(names(database(cursor, session), session), full);
            }
            case "columns", "fields" -> {
                TableModel table = table(from(cursor), session, null);
                return full ? TableRows.fullColumns(table) : TableRows.columns(table);
            }
            case "create" -> {
                return create(cursor, session);
            }
            case "table" -> {
                cursor.expect("status");
                return TableRows.status(models(database(cursor, session), session), cluster, informationSchema);
            }
            case "index", "indexes", "keys" -> {
                table(from(cursor), session, null);
                return VirtualTable.ofText(
                        "Table",
                        "Non_unique",
                        "Key_name",
                        "Seq_in_index",
                        "Column_name",
                        "Collation",
                        "Cardinality",
                        "Sub_part",
                        "Packed",
                        "Null",
                        "Index_type",
                        "Comment");
            }
            case "partitions" -> {
                return TableRows.partitions(table(from(cursor), session, null), cluster, informationSchema);
            }
            case "data" -> {
                VirtualTable table = VirtualTable.ofText("TableName", "Size", "ReplicaCount");
                models(database(cursor, session), session).forEach(m -> table.row(m.name(), "0.000 ", "1"));
                return table;
            }
            case "stream" -> {
                cursor.expect("load");
                String label = cursor.accept("for") ? cursor.identifier() : null;
                String database = cursor.peek().is("from") ? database(cursor, session) : session.database();
                return LoadRows.showStreamLoad(informationSchema.loads(session).stream()
                        .filter(l -> database == null || l.database().equals(database))
                        .filter(l -> label == null || l.label().equals(label))
                        .toList());
            }
            case "load" -> {
                if (cursor.peek().is("from")) {
                    database(cursor, session);
                }
                return VirtualTable.ofText(
                        "JobId",
                        "Label",
                        "State",
                        "Progress",
                        "Type",
                        "Priority",
                        "ScanRows",
                        "FilteredRows",
                        "UnselectedRows",
                        "SinkRows",
                        "EtlInfo",
                        "TaskInfo",
                        "ErrorMsg",
                        "CreateTime",
                        "EtlStartTime",
                        "EtlFinishTime",
                        "LoadStartTime",
                        "LoadFinishTime",
                        "TrackingSQL",
                        "JobDetails",
                        "Warehouse");
            }
            case "routine" -> {
                cursor.expect("load");
                return VirtualTable.ofText(
                        "Id",
                        "Name",
                        "CreateTime",
                        "PauseTime",
                        "EndTime",
                        "DbName",
                        "TableName",
                        "State",
                        "DataSourceType",
                        "CurrentTaskNum",
                        "JobProperties",
                        "DataSourceProperties",
                        "CustomProperties",
                        "Statistic",
                        "Progress",
                        "TimestampProgress",
                        "ReasonOfStateChanged",
                        "ErrorLogUrls",
                        "TrackingSQL",
                        "OtherMsg",
                        "LatestSourcePosition",
                        "OffsetLag");
            }
            case "transaction" -> {
                return transaction(cursor, session);
            }
            case "alter" -> {
                cursor.expect("table");
                cursor.expect("column");
                return clusterRows.alterJobs(database(cursor, session));
            }
            case "variables" -> {
                VirtualTable table = VirtualTable.ofText("Variable_name", "Value");
                session.variables()
                        .all()
                        .forEach((name, value) -> table.row(name, value == null ? "" : value.toString()));
                return table;
            }
            case "grants" -> {
                return grants.rows(cursor, session);
            }
            case "character" -> {
                cursor.expect("set");
                return ClusterRows.charsets();
            }
            case "warehouses" -> throw new SqlError(5907, "42000", "unsupported statement in shared_nothing mode");
            default -> {
                VirtualTable table = clusterRows.show(word.text().toLowerCase(Locale.ROOT), session);
                if (table == null) {
                    throw SqlError.syntax(
                            word.line(),
                            word.column(),
                            "Unexpected input '" + word.text() + "', the stand-in has no such SHOW statement.");
                }
                return table;
            }
        }
    }

    private VirtualTable create(TokenCursor cursor, SessionFacts session) {
        if (cursor.accept("database") || cursor.accept("schema")) {
            String name = cursor.identifier();
            requireDatabase(name);
            return VirtualTable.ofText("Database", "Create Database").row(name, "CREATE DATABASE `" + name + "`");
        }
        cursor.expect("table");
        TableName name = TableName.parse(cursor);
        String database = name.databaseOr(session.database());
        requireDatabase(database);
        TableModel table = cluster.catalog().table(database, name.name());
        if (table == null) {
            throw SqlError.tableNotFound(name.name());
        }
        guard.anyOf(session.user(), table);
        return VirtualTable.ofText("Table", "Create Table").row(table.name(), ShowCreateTable.of(table));
    }

    /** {@code SHOW TRANSACTION [FROM db] WHERE ID = n}. */
    private VirtualTable transaction(TokenCursor cursor, SessionFacts session) {
        String database = cursor.peek().is("from") ? database(cursor, session) : session.database();
        cursor.expect("where");
        cursor.expect("id");
        cursor.expectSymbol("=");
        long id = cursor.integer();
        for (LoadsView.Load load : informationSchema.loads(session)) {
            if (load.txnId() == id && (database == null || load.database().equals(database))) {
                return LoadRows.transaction(load);
            }
        }
        throw SqlError.analyzing("transaction with id " + id + " does not exist.");
    }

    /** {@code FROM|IN [db.]t [FROM|IN db]}. */
    private static TableName from(TokenCursor cursor) {
        if (!cursor.accept("from")) {
            cursor.expect("in");
        }
        TableName name = TableName.parse(cursor);
        if (cursor.accept("from") || cursor.accept("in")) {
            return new TableName(cursor.identifier(), name.name());
        }
        return name;
    }

    /** {@code [FROM|IN db]}, else the session's. */
    private String database(TokenCursor cursor, SessionFacts session) {
        String name = cursor.accept("from") || cursor.accept("in") ? cursor.identifier() : session.database();
        if (name == null) {
            throw SqlError.noDatabase();
        }
        requireDatabase(name);
        return name;
    }

    private List<TableModel> models(String database, SessionFacts session) {
        return cluster.catalog().tables(database).stream()
                .filter(table -> visible(session, table))
                .toList();
    }

    private VirtualTable names(String database, SessionFacts session) {
        VirtualTable table = VirtualTable.ofText("Tables_in_" + database);
        if (database.equals("information_schema")) {
            InformationSchema.TABLES.forEach(table::row);
        }
        models(database, session).forEach(model -> table.row(model.name()));
        return table;
    }

    /** The table; {@code shown} is its name in the error, null for {@code db.name}. */
    private TableModel table(TableName name, SessionFacts session, @Nullable String shown) {
        String database = name.databaseOr(session.database());
        requireDatabase(database);
        TableModel table = cluster.catalog().table(database, name.name());
        if (table == null) {
            throw SqlError.unknownTable(shown != null ? shown : database + "." + name.name());
        }
        guard.anyOf(session.user(), table);
        return table;
    }

    private boolean visible(SessionFacts session, TableModel table) {
        return cluster.accounts().mayAny(session.user(), Securable.of(table));
    }

    private void requireDatabase(String name) {
        if (!cluster.catalog().hasDatabase(name)) {
            throw SqlError.unknownDatabase(name);
        }
    }
}
