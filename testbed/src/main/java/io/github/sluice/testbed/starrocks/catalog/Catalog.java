package io.github.sluice.testbed.starrocks.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The databases and tables of the cluster. Names of both are case-sensitive (10.4). Thread-safe; holds
 * models only, the rows are {@link TableStore}'s. Nothing is persisted: a stand-in starts empty.
 */
public final class Catalog {
    /** Databases that always exist and hold no tables of users (section 11). */
    public static final List<String> SYSTEM_DATABASES = List.of("_statistics_", "information_schema", "sys");

    private final Map<String, Map<String, TableModel>> databases = new TreeMap<>();
    private final AtomicLong ids = new AtomicLong(10001);

    /** A number that nothing else in the cluster has. */
    public long nextId() {
        return ids.incrementAndGet();
    }

    /** Names of all databases, sorted, those of the system included. */
    public synchronized List<String> databases() {
        List<String> names = new ArrayList<>(databases.keySet());
        names.addAll(SYSTEM_DATABASES);
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Whether a database exists (those of the system included). */
    public synchronized boolean hasDatabase(String name) {
        return databases.containsKey(name) || SYSTEM_DATABASES.contains(name);
    }

    /** Adds an empty database; false if there is one of that name. */
    public synchronized boolean createDatabase(String name) {
        return !hasDatabase(name) && databases.put(name, new TreeMap<>()) == null;
    }

    /** Removes a database; its tables are returned so that their rows can be dropped. Null if there is none. */
    public synchronized @Nullable List<TableModel> dropDatabase(String name) {
        Map<String, TableModel> tables = databases.remove(name);
        return tables == null ? null : List.copyOf(tables.values());
    }

    /** The table, or null. */
    public synchronized @Nullable TableModel table(String database, String name) {
        Map<String, TableModel> tables = databases.get(database);
        return tables == null ? null : tables.get(name);
    }

    /** The newest model of a table whatever its name is now, or null if it was dropped. */
    public synchronized @Nullable TableModel table(long id) {
        for (Map<String, TableModel> tables : databases.values()) {
            for (TableModel table : tables.values()) {
                if (table.id() == id) {
                    return table;
                }
            }
        }
        return null;
    }

    /** The tables of a database sorted by name; empty if there is no such database. */
    public synchronized List<TableModel> tables(String database) {
        Map<String, TableModel> tables = databases.get(database);
        return tables == null ? List.of() : List.copyOf(tables.values());
    }

    /** Adds a table; false if the database is missing or has one of that name. */
    public synchronized boolean addTable(TableModel table) {
        Map<String, TableModel> tables = databases.get(table.database());
        return tables != null && tables.putIfAbsent(table.name(), table) == null;
    }

    /** Removes a table; returns what was there, or null. */
    public synchronized @Nullable TableModel removeTable(String database, String name) {
        Map<String, TableModel> tables = databases.get(database);
        return tables == null ? null : tables.remove(name);
    }

    /** Exchanges the model of a table for a newer one of the same id and name; false if it is gone. */
    public synchronized boolean replaceTable(TableModel newer) {
        TableModel old = table(newer.database(), newer.name());
        if (old == null || old.id() != newer.id()) {
            return false;
        }
        databases.getOrDefault(newer.database(), Map.of()).put(newer.name(), newer);
        return true;
    }

    /** Gives a table another name in its database; false if it is gone or the name is taken. */
    public synchronized boolean renameTable(TableModel table, String newName) {
        Map<String, TableModel> tables = databases.get(table.database());
        if (tables == null || !tables.containsKey(table.name()) || tables.containsKey(newName)) {
            return false;
        }
        TableModel current = tables.remove(table.name());
        tables.put(newName, current.named(table.database(), newName));
        return true;
    }

    /** Exchanges the names of two tables of one database at once; false if either is gone. */
    public synchronized boolean swapTables(String database, String first, String second) {
        Map<String, TableModel> tables = databases.get(database);
        TableModel a = table(database, first);
        TableModel b = table(database, second);
        if (tables == null || a == null || b == null) {
            return false;
        }
        tables.put(first, b.named(database, first));
        tables.put(second, a.named(database, second));
        return true;
    }
}
