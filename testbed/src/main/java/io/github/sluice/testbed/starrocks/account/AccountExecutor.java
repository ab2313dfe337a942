package io.github.sluice.testbed.starrocks.account;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.account.AccountStatement.Target;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.sql.Guard;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TableName;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out CREATE USER, GRANT and the like. Thread-safe. */
public final class AccountExecutor {
    private final Cluster cluster;
    private final Guard guard;

    public AccountExecutor(Cluster cluster) {
        this.cluster = cluster;
        this.guard = new Guard(cluster.accounts());
    }

    /** Whether a statement is about users. */
    public static boolean handles(TokenCursor cursor) {
        return AccountParser.starts(cursor);
    }

    /**
     * Parses, checks and carries out one statement.
     *
     * @param current the session's database, null if none
     * @throws SqlError 1064 for a user, table or database that is not there (texts: StarRocks' PrivilegeStmtAnalyzer and
     *     TablePEntryObject), and for a privilege that its object has not
     */
    public void execute(TokenCursor cursor, String by, @Nullable String current) {
        AccountStatement statement = AccountParser.parse(cursor);
        if (statement instanceof AccountStatement.AlterUser alter
                && alter.user().equals(by)) {
            cluster.accounts().password(by, alter.password());
            return;
        }
        guard.manageUsers(by);
        if (statement instanceof AccountStatement.CreateUser create) {
            if (!cluster.accounts().create(create.user(), create.password()) && !create.ifNotExists()) {
                throw failed("CREATE", create.user(), "user already exists");
            }
        } else if (statement instanceof AccountStatement.AlterUser alter) {
            if (!cluster.accounts().password(alter.user(), alter.password()) && !alter.ifExists()) {
                throw failed("ALTER", alter.user(), "user not exists");
            }
        } else if (statement instanceof AccountStatement.DropUser drop) {
            if (drop.user().equals(Accounts.ROOT)) {
                throw failed("DROP", drop.user(), "cannot drop user 'root'@'%'");
            }
            if (!cluster.accounts().drop(drop.user()) && !drop.ifExists()) {
                throw failed("DROP", drop.user(), "user not exists");
            }
        } else if (statement instanceof AccountStatement.Change change) {
            change(change, current);
        }
    }

    private void change(AccountStatement.Change change, @Nullable String current) {
        if (!cluster.accounts().exists(change.user())) {
            throw SqlError.analyzing("cannot find user '" + change.user() + "'@'%'!");
        }
        Securable.Kind kind = change.on().kind();
        Set<Privilege> privileges = change.privileges() == null ? Privilege.all(kind) : change.privileges();
        for (Privilege privilege : privileges) {
            if (!privilege.isOf(kind)) {
                throw SqlError.analyzing("Cant grant " + privilege.words() + " to object " + kind + ".");
            }
        }
        for (Securable object : objects(change.on(), current)) {
            if (change.grant()) {
                cluster.accounts().grant(change.user(), object, privileges);
            } else {
                cluster.accounts().revoke(change.user(), object, privileges);
            }
        }
    }

    private List<Securable> objects(Target on, @Nullable String current) {
        if (on instanceof Target.Tables tables) {
            return tables.names().stream().map(name -> table(name, current)).toList();
        }
        List<Securable> named = ((Target.Named) on).objects();
        for (Securable object : named) {
            if (object instanceof Securable.Database database) {
                requireDatabase(database.name());
            } else if (object instanceof Securable.TablesOf tables) {
                requireDatabase(tables.database());
            }
        }
        return named;
    }

    private Securable table(TableName name, @Nullable String current) {
        String database = name.databaseOr(current);
        requireDatabase(database);
        TableModel table = cluster.catalog().table(database, name.name());
        if (table == null) {
            throw SqlError.analyzing("cannot find table " + name.name() + " in db " + database + ".");
        }
        return Securable.of(table);
    }

    private void requireDatabase(String name) {
        if (!cluster.catalog().hasDatabase(name)) {
            throw SqlError.analyzing("cannot find db: " + name + ".");
        }
    }

    private static SqlError failed(String operation, String user, String why) {
        return SqlError.analyzing("Operation " + operation + " USER failed for '" + user + "'@'%' : " + why + ".");
    }
}
