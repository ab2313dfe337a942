package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what an account may not do. Which statement needs what is from StarRocks' {@code AuthorizerStmtVisitor}, the
 * text from {@code ErrorCode.ERR_ACCESS_DENIED} (both of 3.3 and later; roles are never active here). Thread-safe.
 */
public final class Guard {
    private static final String ANY = "ANY";

    private final Accounts accounts;

    public Guard(Accounts accounts) {
        this.accounts = accounts;
    }

    /** @throws SqlError 5203 without the privilege; likewise below */
    public void table(String user, Privilege privilege, TableModel table) {
        check(
                accounts.may(user, privilege, Securable.of(table)),
                privilege.words(),
                Securable.Kind.TABLE,
                table.name());
    }

    /** SHOW and DESC want any privilege on the table. */
    public void anyOf(String user, TableModel table) {
        check(accounts.mayAny(user, Securable.of(table)), ANY, Securable.Kind.TABLE, table.name());
    }

    public void database(String user, Privilege privilege, String database) {
        check(
                accounts.may(user, privilege, new Securable.Database(database)),
                privilege.words(),
                Securable.Kind.DATABASE,
                database);
    }

    /** USE wants any privilege on the database or on anything in it. */
    public void use(String user, String database) {
        check(accounts.maySee(user, database), ANY, Securable.Kind.DATABASE, database);
    }

    public void createDatabase(String user) {
        check(
                accounts.may(user, Privilege.CREATE_DATABASE, new Securable.DefaultCatalog()),
                Privilege.CREATE_DATABASE.words(),
                Securable.Kind.CATALOG,
                "default_catalog");
    }

    /** ADMIN; {@code or} names what else StarRocks would take: NODE for SHOW BACKENDS and SHOW FRONTENDS. */
    public void operate(String user, String or) {
        check(
                accounts.may(user, Privilege.OPERATE, new Securable.WholeSystem()),
                Privilege.OPERATE.words() + or,
                Securable.Kind.SYSTEM,
                null);
    }

    /** CREATE USER, GRANT and the like: GRANT on SYSTEM, which cannot be granted; root has it. */
    public void manageUsers(String user) {
        check(user.equals(Accounts.ROOT), "GRANT", Securable.Kind.SYSTEM, null);
    }

    private static void check(boolean may, String privilege, Securable.Kind kind, @Nullable String object) {
        if (!may) {
            throw new SqlError(
                    5203,
                    "42000",
                    "Access denied; you need (at least one of) the " + privilege + " privilege(s) on " + kind
                            + (object == null ? "" : " " + object)
                            + " for this operation. Please ask the admin to grant"
                            + " permission(s) or try activating existing roles using <set [default] role>."
                            + " Current role(s): NONE. Inactivated role(s): NONE.");
        }
    }
}
