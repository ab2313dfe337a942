package io.github.sluice.testbed.starrocks.catalog;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Users, passwords and what each may do. {@code root} may do everything; another user has the privileges
 * that were granted on a table, or on all tables of a database. Thread-safe.
 */
public final class Accounts {
    /** What can be granted. {@link #ALL} includes DDL. */
    public enum Privilege {
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        ALL
    }

    /** Name of the administrator. */
    public static final String ROOT = "root";

    private record Account(String password, Map<String, EnumSet<Privilege>> grants) {}

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** Only {@code root}, with this password (may be empty). */
    public Accounts(String rootPassword) {
        accounts.put(ROOT, new Account(rootPassword, new HashMap<>()));
    }

    /** Adds a user without privileges, or gives one a new password. */
    public void put(String user, String password) {
        accounts.compute(
                user, (name, old) -> new Account(password, old == null ? new ConcurrentHashMap<>() : old.grants()));
    }

    /**
     * Grants privileges.
     *
     * @param table a table's name, or {@code *} for all of the database
     */
    public void grant(String user, String database, String table, Collection<Privilege> privileges) {
        Account account = accounts.get(user);
        if (account == null) {
            throw new IllegalArgumentException("no user " + user);
        }
        account.grants().merge(database + "\0" + table, EnumSet.copyOf(privileges), (a, b) -> {
            EnumSet<Privilege> both = EnumSet.copyOf(a);
            both.addAll(b);
            return both;
        });
    }

    /** Whether the user exists and has this password. */
    public boolean authenticate(String user, String password) {
        Account account = accounts.get(user);
        return account != null && account.password().equals(password);
    }

    /** The password, for the challenge of {@code mysql_native_password}; null if there is no such user. */
    public @Nullable String passwordOf(String user) {
        Account account = accounts.get(user);
        return account == null ? null : account.password();
    }

    /** Whether a user may do that with a table. */
    public boolean may(String user, Privilege privilege, String database, String table) {
        if (user.equals(ROOT)) {
            return true;
        }
        Account account = accounts.get(user);
        if (account == null) {
            return false;
        }
        for (String scope : List.of(database + "\0" + table, database + "\0*")) {
            Set<Privilege> granted = account.grants().get(scope);
            if (granted != null && (granted.contains(privilege) || granted.contains(Privilege.ALL))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a user may see a database at all: root, or any privilege in it. */
    public boolean maySee(String user, String database) {
        if (user.equals(ROOT) || Catalog.SYSTEM_DATABASES.contains(database)) {
            return true;
        }
        Account account = accounts.get(user);
        return account != null
                && account.grants().keySet().stream().anyMatch(scope -> scope.startsWith(database + "\0"));
    }
}
