package io.github.sluice.coordinator.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tables of MySQL a logical table is made of. Immutable and thread-safe. */
public sealed interface SourceTables {
    /**
     * Whether a table of MySQL is one of them.
     *
     * @param source the MySQL's name; empty for the only one, which has none
     */
    boolean matches(String source, String database, String table);

    /** The same of the only MySQL, which has no name. */
    default boolean matches(String database, String table) {
        return matches("", database, table);
    }

    /** The names of the MySQLs that they may be in; empty for every one. */
    List<String> sources();

    /** Whether there may be several, so that the rows must say which one they are from. */
    boolean merged();

    /**
     * A regular expression that matches the whole {@code database.table} of each of them that is in one MySQL.
     *
     * <p>For expressions of sluice.yaml that hold anchors or back references it may match fewer.
     */
    String expression(String source);

    /** How the operator wrote it, on one line. */
    String text();

    /**
     * A table's exact name.
     *
     * @param source the MySQL's name; empty for the only one, which has none
     */
    record Name(String source, String database, String table) {
        /** A table of the only MySQL. */
        public Name(String database, String table) {
            this("", database, table);
        }

        /** {@code database.table}. */
        String withoutSource() {
            return database + "." + table;
        }

        /** {@code database.table}, or {@code source/database.table}. */
        @Override
        public String toString() {
            return source.isEmpty() ? withoutSource() : source + "/" + withoutSource();
        }
    }

    /** One table. */
    record One(Name name) implements SourceTables {
        @Override
        public boolean matches(String source, String database, String table) {
            return name.equals(new Name(source, database, table));
        }

        @Override
        public List<String> sources() {
            return List.of(name.source());
        }

        @Override
        public boolean merged() {
            return false;
        }

        @Override
        public String expression(String source) {
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
        public boolean matches(String source, String database, String table) {
            return names.contains(new Name(source, database, table));
        }

        @Override
        public List<String> sources() {
            return names.stream().map(Name::source).distinct().toList();
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression(String source) {
            return names.stream()
                    .filter(name -> name.source().equals(source))
                    .map(SourceTables::escaped)
                    .collect(Collectors.joining("|"));
        }

        @Override
        public String text() {
            return names.stream().map(Name::toString).collect(Collectors.joining(", "));
        }
    }

    /** Shards whose whole database name matches one expression and whose whole table name another. */
    record ByParts(List<String> sources, Pattern databases, Pattern tables) implements SourceTables {
        public ByParts {
            sources = List.copyOf(sources);
        }

        /** Of every MySQL. */
        public ByParts(Pattern databases, Pattern tables) {
            this(List.of(), databases, tables);
        }

        @Override
        public boolean matches(String source, String database, String table) {
            return isAmong(source, sources)
                    && databases.matcher(database).matches()
                    && tables.matcher(table).matches();
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression(String source) {
            return "(?:" + databases.pattern() + ")\\.(?:" + tables.pattern() + ")";
        }

        @Override
        public String text() {
            return within(sources) + "databases " + databases.pattern() + ", tables " + tables.pattern();
        }
    }

    /** Shards whose whole {@code database.table} matches an expression. */
    record ByWholeName(List<String> sources, Pattern tables) implements SourceTables {
        public ByWholeName {
            sources = List.copyOf(sources);
        }

        /** Of every MySQL. */
        public ByWholeName(Pattern tables) {
            this(List.of(), tables);
        }

        @Override
        public boolean matches(String source, String database, String table) {
            return isAmong(source, sources)
                    && tables.matcher(database + "." + table).matches();
        }

        @Override
        public boolean merged() {
            return true;
        }

        @Override
        public String expression(String source) {
            return tables.pattern();
        }

        @Override
        public String text() {
            return within(sources) + "tables " + tables.pattern()
                    + " (without databases: of whole database.table names)";
        }
    }

    /** A regular expression that matches this text alone. */
    static String literal(String text) {
        return text.replaceAll("[\\\\.^$|?*+()\\[\\]{}]", "\\\\$0");
    }

    private static String escaped(Name name) {
        return literal(name.withoutSource());
    }

    private static boolean isAmong(String source, List<String> sources) {
        return sources.isEmpty() || sources.contains(source);
    }

    private static String within(List<String> sources) {
        return sources.isEmpty() ? "" : "sources " + String.join(", ", sources) + ", ";
    }
}
