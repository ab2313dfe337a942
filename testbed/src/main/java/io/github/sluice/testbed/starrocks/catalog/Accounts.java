package io.github.sluice.testbed.starrocks.catalog;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Users, passwords and what each may do. {@code root} may do everything; another user what was granted to it, and to
 * read information_schema, which the role {@code public} gives to everybody. Whoever creates a table gets nothing of it.
 * Thread-safe.
 */
public final class Accounts {
    /** Name of the administrator. */
    public static final String ROOT = "root";

    /** A grant that something was allowed by. */
    public record Use(Privilege privilege, Securable on) {}

    private static final class Account {
        private String password;
        private final Map<Securable, EnumSet<Privilege>> grants = new LinkedHashMap<>();
        private final Set<Use> used = new LinkedHashSet<>();

        Account(String password) {
            this.password = password;
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();

    /** Only {@code root}, with this password (may be empty). */
    public Accounts(String rootPassword) {
        accounts.put(ROOT, new Account(rootPassword));
    }

    /** Adds a user without privileges; false if there is one of that name. */
    public synchronized boolean create(String user, String password) {
        return accounts.putIfAbsent(user, new Account(password)) == null;
    }

    /** Gives a user another password; false if there is no such user. */
    public synchronized boolean password(String user, String password) {
        Account account = accounts.get(user);
        if (account != null) {
            account.password = password;
        }
        return account != null;
    }

    /** Removes a user; false if there is no such user. */
    public synchronized boolean drop(String user) {
        return accounts.remove(user) != null;
    }

    public synchronized boolean exists(String user) {
        return accounts.containsKey(user);
    }

    /** Adds to what is granted; the user must exist. */
    public synchronized void grant(String user, Securable on, Collection<Privilege> privileges) {
        account(user)
                .grants
                .computeIfAbsent(on, any -> EnumSet.noneOf(Privilege.class))
                .addAll(privileges);
    }

    /** Takes away what was granted on exactly this; what was not granted is passed over. The user must exist. */
    public synchronized void revoke(String user, Securable on, Collection<Privilege> privileges) {
        Map<Securable, EnumSet<Privilege>> grants = account(user).grants;
        EnumSet<Privilege> granted = grants.get(on);
        if (granted != null) {
            granted.removeAll(privileges);
            if (granted.isEmpty()) {
                grants.remove(on);
            }
        }
    }

    private Account account(String user) {
        Account account = accounts.get(user);
        if (account == null) {
            throw new IllegalArgumentException("no user " + user);
        }
        return account;
    }

    /** What is granted to a user, in the order of the grants; empty for nobody and for root. A copy. */
    public synchronized Map<Securable, Set<Privilege>> grants(String user) {
        Map<Securable, Set<Privilege>> copy = new LinkedHashMap<>();
        Account account = accounts.get(user);
        if (account != null) {
            account.grants.forEach((on, privileges) -> copy.put(on, EnumSet.copyOf(privileges)));
        }
        return copy;
    }

    /** The grants by which the user was allowed anything so far, those since revoked too. A copy. */
    public synchronized Set<Use> used(String user) {
        Account account = accounts.get(user);
        return account == null ? Set.of() : Set.copyOf(account.used);
    }

    /** Whether the user exists and has this password. */
    public boolean authenticate(String user, String password) {
        return password.equals(passwordOf(user));
    }

    /** The password, for the challenge of {@code mysql_native_password}; null if there is no such user. */
    public synchronized @Nullable String passwordOf(String user) {
        Account account = accounts.get(user);
        return account == null ? null : account.password;
    }

    /** Whether a user may do that; notes the grants by which it may. */
    public synchronized boolean may(String user, Privilege privilege, Securable on) {
        Account account = accounts.get(user);
        if (user.equals(ROOT) || account == null) {
            return account != null;
        }
        boolean may = false;
        for (Map.Entry<Securable, EnumSet<Privilege>> grant : account.grants.entrySet()) {
            if (grant.getKey().covers(on) && grant.getValue().contains(privilege)) {
                account.used.add(new Use(privilege, grant.getKey()));
                may = true;
            }
        }
        return may;
    }

    /** Whether a user has any privilege on it. */
    public boolean mayAny(String user, Securable on) {
        return anyGrant(user, granted -> granted.covers(on));
    }

    /** Whether a user may see a database at all: by any privilege on it, or on anything in it. */
    public boolean maySee(String user, String database) {
        return Catalog.SYSTEM_DATABASES.contains(database)
                || anyGrant(
                        user,
                        granted -> granted.covers(new Securable.Database(database))
                                || granted.covers(new Securable.TablesOf(database))
                                || granted instanceof Securable.Table table
                                        && table.database().equals(database));
    }

    private synchronized boolean anyGrant(String user, Predicate<Securable> fits) {
        Account account = accounts.get(user);
        return account != null
                && (user.equals(ROOT) || account.grants.keySet().stream().anyMatch(fits));
    }

    /** Ends the grants on a table that is gone. */
    public void forgetTable(long id) {
        forget(on -> on instanceof Securable.Table table && table.id() == id);
    }

    /** Ends the grants on a database that is gone, and on all that was in it. */
    public void forgetDatabase(String name) {
        forget(on -> on instanceof Securable.Table table && table.database().equals(name)
                || on.equals(new Securable.Database(name))
                || on.equals(new Securable.TablesOf(name)));
    }

    private synchronized void forget(Predicate<Securable> gone) {
        accounts.values().forEach(account -> account.grants.keySet().removeIf(gone));
    }
}
