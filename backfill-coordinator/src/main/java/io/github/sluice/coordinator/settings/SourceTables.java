package io.github.sluice.coordinator.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tables of MySQL a logical table is made of. Immutable and thread-safe. */
public sealed interface SourceTables {
    /** Whether a table of MySQL is one of them. */
    boolean matches(String database, String table);

    /** Whether there may be several, so that the rows must say which one they are from. */
    boolean merged();

    /**
     * A regular expression that matches the whole {@code database.table} of each of them.
     *
     * <p>For expressions of sluice.yaml that hold anchors or back references it may match fewer.
     */
    String expression();

    /** How the operator wrote it, on one line. */
    String text();

    /** A table's exact name. */
    record Name(String database, String table) {
        /** {@code database.table}. */
        @Override
        public String toString() {
            return database + "." + table;
        }
    }

    /** One table. */
    record One(Name name) implements SourceTables {
        @Override
        public boolean matches(String database, String table) {
            return name.database().equals(database) && name.table().equals(table);
        }

        @Override
        public boolean merged() {
            return false;
        }

        @Override
        public String expression() {
            return escaped(name);
        }

        @Override
        public String text() {
            return name.toString();
        }
    }

    /** Tables by their names, which are shards of one table. */
    record Several(List<Name> names) implements SourceTables {
        public Several {
            names = List.copyOf(names);
        }

        @Override
        public boolean matches(String database, String table) {
            return names.contains(new Name(database, table));
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression() {
            return names.stream().map(SourceTables::escaped).collect(Collectors.joining("|"));
        }

        @Override
        public String text() {
            return names.stream().map(Name::toString).collect(Collectors.joining(", "));
        }
    }

    /** Shards whose whole database name matches one expression and whose whole table name another. */
    record ByParts(Pattern databases, Pattern tables) implements SourceTables {
        @Override
        public boolean matches(String database, String table) {
            return databases.matcher(database).matches()
                    && tables.matcher(table).matches();
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression() {
            return "(?:" + databases.pattern() + ")\\.(?:" + tables.pattern() + ")";
        }

        @Override
        public String text() {
            return "databases " + databases.pattern() + ", tables " + tables.pattern();
        }
    }

    /** Shards whose whole {@code database.table} matches an expression. */
    record ByWholeName(Pattern tables) implements SourceTables {
        @Override
        public boolean matches(String database, String table) {
            return tables.matcher(database + "." + table).matches();
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression() {
            return tables.pattern();
        }

        @Override
        public String text() {
            return "tables " + tables.pattern() + " (without databases: of whole database.table names)";
        }
    }

    /** A regular expression that matches this text alone. */
    static String literal(String text) {
        return text.replaceAll("[\\\\.^$|?*+()\\[\\]{}]", "\\\\$0");
    }

    private static String escaped(Name name) {
        return literal(name.toString());
    }
}
