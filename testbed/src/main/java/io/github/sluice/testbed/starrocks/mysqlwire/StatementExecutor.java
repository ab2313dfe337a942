package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.account.AccountExecutor;
import io.github.sluice.testbed.starrocks.catalog.StoreException;
import io.github.sluice.testbed.starrocks.ddl.DdlExecutor;
import io.github.sluice.testbed.starrocks.sql.ClusterFacts;
import io.github.sluice.testbed.starrocks.sql.DmlExecutor;
import io.github.sluice.testbed.starrocks.sql.Guard;
import io.github.sluice.testbed.starrocks.sql.InformationSchema;
import io.github.sluice.testbed.starrocks.sql.Literal;
import io.github.sluice.testbed.starrocks.sql.LoadsView;
import io.github.sluice.testbed.starrocks.sql.QueryExecutor;
import io.github.sluice.testbed.starrocks.sql.QueryRunner;
import io.github.sluice.testbed.starrocks.sql.ResultSink;
import io.github.sluice.testbed.starrocks.sql.SetExecutor;
import io.github.sluice.testbed.starrocks.sql.ShowExecutor;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Finds out what a statement is and has it carried out; what nobody knows is a syntax error (item 20). Thread-safe. */
final class StatementExecutor {
    private final Cluster cluster;
    private final QueryExecutor queries;
    private final ShowExecutor shows;
    private final DmlExecutor changes;
    private final DdlExecutor ddl;
    private final AccountExecutor users;
    private final Guard guard;
    private final ClusterFacts facts;
    private final LongPredicate kill;

    /** {@code kill} ends a connection by its number and says whether there was one. */
    StatementExecutor(
            Cluster cluster, DdlExecutor ddl, ClusterFacts facts, Supplier<LoadsView> loads, LongPredicate kill) {
        this.cluster = cluster;
        this.ddl = ddl;
        this.users = new AccountExecutor(cluster);
        this.guard = new Guard(cluster.accounts());
        this.facts = facts;
        this.kill = kill;
        QueryRunner runner = new QueryRunner(cluster.store().backing());
        InformationSchema informationSchema = new InformationSchema(cluster, loads);
        this.queries = new QueryExecutor(cluster, informationSchema, runner);
        this.shows = new ShowExecutor(cluster, informationSchema, runner, facts);
        this.changes = new DmlExecutor(cluster, runner);
    }

    QueryExecutor queries() {
        return queries;
    }

    /** Carries out one statement. */
    void execute(TokenCursor cursor, Session session, ResultSink sink) throws IOException {
        Token first = cursor.peek();
        try {
            switch (first.text().toLowerCase(Locale.ROOT)) {
                case "select" -> queries.execute(queries.prepare(cursor), session, List.<Literal>of(), sink);
                case "show" -> shows.show(cursor, session, sink);
                case "desc", "describe" -> shows.describe(cursor, session, sink);
                case "insert" -> sink.ok(changes.insert(cursor, session));
                case "update" -> sink.ok(changes.update(cursor, session));
                case "delete" -> sink.ok(changes.delete(cursor, session));
                default -> {
                    withoutRows(cursor, session);
                    sink.ok(0);
                }
            }
        } catch (StoreException e) {
            throw SqlError.analyzing("The stand-in's storage failed: " + e.getMessage() + ".");
        }
    }

    private void withoutRows(TokenCursor cursor, Session session) {
        if (AccountExecutor.handles(cursor)) {
            users.execute(cursor, session.user(), session.database());
            return;
        }
        if (DdlExecutor.handles(cursor)) {
            ddl.execute(cursor, session.user(), session.database());
            return;
        }
        switch (cursor.peek().text().toLowerCase(Locale.ROOT)) {
            case "use" -> {
                cursor.next();
                String database = cursor.identifier();
                cursor.expectEnd();
                use(database, session);
            }
            case "set" -> {
                if (cursor.peek(1).is("global")) {
                    guard.operate(session.user(), "");
                }
                SetExecutor.execute(cursor, session.variables());
            }
            case "begin" -> {
                cursor.next();
                cursor.accept("work");
                cursor.expectEnd();
            }
            case "start" -> {
                cursor.next();
                cursor.expect("transaction");
                cursor.acceptAll("with", "consistent", "snapshot");
                cursor.expectEnd();
            }
            case "commit", "rollback" -> {
                cursor.next();
                cursor.accept("work");
                cursor.expectEnd();
            }
            case "lock", "unlock" -> {
                boolean lock = cursor.next().is("lock");
                cursor.expect("tables");
                while (lock && !cursor.atEnd()) {
                    cursor.next();
                }
                cursor.expectEnd();
            }
            case "sync" -> {
                cursor.next();
                cursor.expectEnd();
            }
            case "admin" -> ddl.configure(cursor, session.user());
            case "kill" -> kill(cursor, session);
            case "with" -> throw SqlError.notInStandIn("WITH");
            case "explain" -> throw SqlError.notInStandIn("EXPLAIN");
            default -> throw cursor.unexpected("a statement that the stand-in knows");
        }
    }

    /** Makes a database the session's. */
    void use(String database, Session session) {
        if (!cluster.catalog().hasDatabase(database)) {
            throw SqlError.unknownDatabase(database);
        }
        guard.use(session.user(), database);
        session.database(database);
    }

    /** One's own connections, and with OPERATE anybody's. */
    private void kill(TokenCursor cursor, Session session) {
        cursor.next();
        if (!cursor.accept("query")) {
            cursor.accept("connection");
        }
        long id = cursor.integer();
        cursor.expectEnd();
        boolean own = facts.processes().stream()
                .anyMatch(process -> process.id() == id && process.user().equals(session.user()));
        if (!own) {
            guard.operate(session.user(), "");
        }
        if (!kill.test(id)) {
            throw new SqlError(1094, "HY000", "Unknown thread id: " + id);
        }
    }
}
