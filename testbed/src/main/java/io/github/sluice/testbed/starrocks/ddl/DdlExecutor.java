package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.Catalog;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.sql.ClusterFacts;
import io.github.sluice.testbed.starrocks.sql.Guard;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TableName;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries out DDL on catalog and storage. Thread-safe: one statement at a time in the whole cluster. */
public final class DdlExecutor {
    private static final Pattern DATABASE_NAME =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,255}|_[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}");
    private static final int JOBS_KEPT = 100;

    private record Job(String database, ClusterFacts.AlterJob job) {}

    private final Cluster cluster;
    private final Guard guard;
    private final List<Job> jobs = new ArrayList<>();
    private int defaultReplicationNum;

    public DdlExecutor(Cluster cluster) {
        this.cluster = cluster;
        this.guard = new Guard(cluster.accounts());
        this.defaultReplicationNum = cluster.options().defaultReplicationNum();
    }

    /** {@code ADMIN SET FRONTEND CONFIG ("default_replication_num" = "n")}, the only setting that is known. */
    public synchronized void configure(TokenCursor cursor, String user) {
        for (String word : List.of("admin", "set", "frontend", "config")) {
            cursor.expect(word);
        }
        cursor.expectSymbol("(");
        String name = cursor.string();
        cursor.expectSymbol("=");
        String value = cursor.string();
        cursor.expectSymbol(")");
        cursor.expectEnd();
        guard.operate(user, "");
        if (!name.equals("default_replication_num") || !value.matches("[1-9][0-9]?")) {
            throw SqlError.notInStandIn("the FE setting " + name + " = " + value);
        }
        defaultReplicationNum = Integer.parseInt(value);
    }

    /** Whether a statement is DDL. */
    public static boolean handles(TokenCursor cursor) {
        return DdlParser.starts(cursor);
    }

    /**
     * Parses, checks and carries out one statement.
     *
     * @param current the session's database, null if none
     * @throws SqlError with the message of the page
     */
    public synchronized void execute(TokenCursor cursor, String user, @Nullable String current) {
        DdlStatement statement = DdlParser.parse(cursor);
        if (statement instanceof DdlStatement.CreateDatabase create) {
            guard.createDatabase(user);
            createDatabase(create);
        } else if (statement instanceof DdlStatement.DropDatabase drop) {
            dropDatabase(drop, user);
        } else if (statement instanceof DdlStatement.CreateTable create) {
            createTable(create, user, current);
        } else if (statement instanceof DdlStatement.DropTable drop) {
            dropTable(drop, user, current);
        } else if (statement instanceof DdlStatement.TruncateTable truncate) {
            TableModel table = existing(truncate.table(), user, Privilege.DELETE, current);
            TableModel emptied = cluster.store().emptied(table);
            cluster.catalog().replaceTable(emptied);
            cluster.store().drop(table);
        } else if (statement instanceof DdlStatement.RenameTable rename) {
            TableModel table = existing(rename.table(), user, Privilege.ALTER, current);
            TableAnalyzer.checkTableName(rename.newName());
            if (!cluster.catalog().renameTable(table, rename.newName())) {
                throw SqlError.analyzing("Table name[" + rename.newName() + "] is already used");
            }
        } else if (statement instanceof DdlStatement.SwapTable swap) {
            TableModel table = existing(swap.table(), user, Privilege.ALTER, current);
            TableModel other = existing(new TableName(table.database(), swap.other()), user, Privilege.ALTER, current);
            cluster.catalog().swapTables(table.database(), table.name(), other.name());
        } else if (statement instanceof DdlStatement.AlterColumns alter) {
            alterColumns(alter, user, current);
        }
    }

    /** The last column changes of a database, oldest first. */
    public synchronized List<ClusterFacts.AlterJob> jobs(String database) {
        return jobs.stream()
                .filter(job -> job.database().equals(database))
                .map(Job::job)
                .toList();
    }

    private void createDatabase(DdlStatement.CreateDatabase create) {
        if (!DATABASE_NAME.matcher(create.name()).matches()) {
            throw new SqlError(1102, "42000", "Incorrect database name '" + create.name() + "'");
        }
        if (!cluster.catalog().createDatabase(create.name()) && !create.ifNotExists()) {
            throw new SqlError(1007, "HY000", "Can't create database '" + create.name() + "'; database exists");
        }
    }

    private void dropDatabase(DdlStatement.DropDatabase drop, String user) {
        if (Catalog.SYSTEM_DATABASES.contains(drop.name())) {
            throw SqlError.analyzing("Access denied; cannot drop system database '" + drop.name() + "'.");
        }
        if (cluster.catalog().hasDatabase(drop.name())) {
            guard.database(user, Privilege.DROP, drop.name());
        }
        List<TableModel> tables = cluster.catalog().dropDatabase(drop.name());
        if (tables == null) {
            if (!drop.ifExists()) {
                throw new SqlError(1008, "HY000", "Can't drop database '" + drop.name() + "'; database doesn't exist");
            }
            return;
        }
        tables.forEach(cluster.store()::drop);
        cluster.accounts().forgetDatabase(drop.name());
    }

    private void createTable(DdlStatement.CreateTable create, String user, @Nullable String current) {
        String database = create.table().databaseOr(current);
        requireDatabase(database);
        guard.database(user, Privilege.CREATE_TABLE, database);
        if (Catalog.SYSTEM_DATABASES.contains(database)) {
            throw SqlError.analyzing("Access denied; cannot create a table in '" + database + "'.");
        }
        if (cluster.catalog().table(database, create.table().name()) != null) {
            if (create.ifNotExists()) {
                return;
            }
            throw new SqlError(1050, "42S01", "Table '" + create.table().name() + "' already exists");
        }
        TableModel table = new TableAnalyzer(cluster, defaultReplicationNum).analyze(create, database);
        try {
            cluster.store().create(table);
        } catch (UnsupportedOperationException e) {
            throw SqlError.notInStandIn(String.valueOf(e.getMessage()));
        }
        cluster.catalog().addTable(table);
    }

    private void dropTable(DdlStatement.DropTable drop, String user, @Nullable String current) {
        String database = drop.table().databaseOr(current);
        requireDatabase(database);
        TableModel standing = cluster.catalog().table(database, drop.table().name());
        if (standing != null) {
            guard.table(user, Privilege.DROP, standing);
        }
        TableModel table = cluster.catalog().removeTable(database, drop.table().name());
        if (table == null) {
            if (!drop.ifExists()) {
                throw SqlError.unknownTable(drop.table().name());
            }
            return;
        }
        cluster.store().drop(table);
        cluster.accounts().forgetTable(table.id());
    }

    private void alterColumns(DdlStatement.AlterColumns alter, String user, @Nullable String current) {
        TableModel before = existing(alter.table(), user, Privilege.ALTER, current);
        LocalDateTime created = cluster.now();
        TableModel after = ColumnChanges.apply(before, alter.changes());
        try {
            cluster.store().alter(before, after);
        } catch (UnsupportedOperationException e) {
            throw SqlError.notInStandIn(String.valueOf(e.getMessage()));
        }
        cluster.catalog().replaceTable(after);
        if (jobs.size() == JOBS_KEPT) {
            jobs.remove(0);
        }
        jobs.add(new Job(
                before.database(),
                new ClusterFacts.AlterJob(cluster.catalog().nextId(), before.name(), created, cluster.now())));
    }

    private TableModel existing(TableName name, String user, Privilege privilege, @Nullable String current) {
        String database = name.databaseOr(current);
        requireDatabase(database);
        TableModel table = cluster.catalog().table(database, name.name());
        if (table == null) {
            throw SqlError.tableNotFound(name.name());
        }
        guard.table(user, privilege, table);
        return table;
    }

    private void requireDatabase(String database) {
        if (!cluster.catalog().hasDatabase(database)) {
            throw SqlError.unknownDatabase(database);
        }
    }
}
