package io.github.sluice.testbed.starrocks.account;

import io.github.sluice.testbed.starrocks.account.AccountStatement.Target;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.sql.AccountNames;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TableName;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strict parser for statements about users, by the rules {@code createUserStatement} and {@code grantPrivilegeStatement}
 * of StarRocks' grammar. Roles, grant options and users of one host are refused as what the stand-in has not.
 */
final class AccountParser {
    private static final String WHAT = "'CATALOG', 'DATABASE', 'SYSTEM', 'TABLE', 'ALL', a legal identifier";

    private final TokenCursor cursor;

    private AccountParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** Whether a statement is for this parser. */
    static boolean starts(TokenCursor cursor) {
        Token first = cursor.peek();
        boolean change = first.is("create") || first.is("alter") || first.is("drop");
        return first.is("grant")
                || first.is("revoke")
                || change && (cursor.peek(1).is("user") || cursor.peek(1).is("role"));
    }

    /**
     * Parses a whole statement.
     *
     * @throws SqlError 1064 if it is not one of ours
     */
    static AccountStatement parse(TokenCursor cursor) {
        AccountStatement statement = new AccountParser(cursor).statement();
        cursor.expectEnd();
        return statement;
    }

    private AccountStatement statement() {
        if (cursor.peek(1).is("role")) {
            throw SqlError.notInStandIn("roles");
        }
        if (cursor.acceptAll("create", "user")) {
            boolean ifNotExists = cursor.acceptAll("if", "not", "exists");
            String user = AccountNames.user(cursor);
            return new AccountStatement.CreateUser(user, ifNotExists, cursor.atEnd() ? "" : password());
        }
        if (cursor.acceptAll("alter", "user")) {
            boolean ifExists = cursor.acceptAll("if", "exists");
            String user = AccountNames.user(cursor);
            return new AccountStatement.AlterUser(user, ifExists, password());
        }
        if (cursor.acceptAll("drop", "user")) {
            boolean ifExists = cursor.acceptAll("if", "exists");
            return new AccountStatement.DropUser(AccountNames.user(cursor), ifExists);
        }
        boolean grant = cursor.next().is("grant");
        Set<Privilege> privileges = privileges();
        cursor.expect("on");
        Target on = target();
        cursor.expect(grant ? "to" : "from");
        if (cursor.peek().is("role")) {
            throw SqlError.notInStandIn("roles");
        }
        cursor.accept("user");
        String user = AccountNames.user(cursor);
        if (grant && cursor.peek().is("with")) {
            throw SqlError.notInStandIn("WITH GRANT OPTION");
        }
        return new AccountStatement.Change(grant, privileges, on, user);
    }

    private String password() {
        if (!cursor.accept("identified")) {
            if (cursor.peek().is("default") || cursor.peek().is("properties")) {
                throw SqlError.notInStandIn(cursor.peek().text().toUpperCase(Locale.ROOT) + " of a user");
            }
            throw cursor.unexpected("'IDENTIFIED', 'DEFAULT', 'PROPERTIES'");
        }
        if (cursor.accept("with")) {
            String plugin = AccountNames.name(cursor);
            if (!plugin.equalsIgnoreCase("mysql_native_password")) {
                throw SqlError.notInStandIn("authentication by " + plugin);
            }
        }
        cursor.expect("by");
        if (cursor.peek().is("password")) {
            throw SqlError.notInStandIn("passwords that are hashed already");
        }
        return cursor.string();
    }

    private @Nullable Set<Privilege> privileges() {
        if (cursor.accept("all")) {
            cursor.accept("privileges");
            return null;
        }
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        do {
            privileges.add(privilege());
        } while (cursor.acceptSymbol(","));
        return privileges;
    }

    private Privilege privilege() {
        for (Privilege privilege : Privilege.values()) {
            if (cursor.acceptAll(privilege.words().toLowerCase(Locale.ROOT).split(" "))) {
                return privilege;
            }
        }
        throw cursor.unexpected("a privilege that the stand-in knows");
    }

    private Target target() {
        if (cursor.accept("system")) {
            return new Target.Named(List.of(new Securable.WholeSystem()));
        }
        if (cursor.accept("catalog")) {
            String catalog = cursor.identifier();
            if (!catalog.equals("default_catalog")) {
                throw SqlError.notInStandIn("the catalog " + catalog);
            }
            return new Target.Named(List.of(new Securable.DefaultCatalog()));
        }
        if (cursor.accept("all")) {
            return new Target.Named(List.of(all()));
        }
        if (cursor.accept("database")) {
            List<Securable> databases = new ArrayList<>();
            do {
                databases.add(new Securable.Database(cursor.identifier()));
            } while (cursor.acceptSymbol(","));
            return new Target.Named(databases);
        }
        if (!cursor.accept("table") && cursor.peek().kind() == Token.Kind.SYMBOL) {
            throw cursor.unexpected(WHAT);
        }
        List<TableName> tables = new ArrayList<>();
        do {
            tables.add(TableName.parse(cursor));
        } while (cursor.acceptSymbol(","));
        return new Target.Tables(tables);
    }

    private Securable all() {
        if (cursor.accept("databases")) {
            return new Securable.AllDatabases();
        }
        cursor.expect("tables");
        cursor.expect("in");
        if (cursor.acceptAll("all", "databases")) {
            return new Securable.AllTables();
        }
        cursor.expect("database");
        return new Securable.TablesOf(cursor.identifier());
    }
}
