package io.github.sluice.testbed.starrocks.catalog;

/**
 * What privileges are granted on. A table is known by its number: a grant follows it through RENAME and SWAP, and ends
 * with DROP even if a table of that name is created again (StarRocks docs, "Privilege FAQ").
 */
public sealed interface Securable {
    /** Kinds of objects, in the words of StarRocks' errors. */
    enum Kind {
        SYSTEM,
        CATALOG,
        DATABASE,
        TABLE
    }

    Kind kind();

    /** Whether a grant on this is one on {@code asked} too. */
    default boolean covers(Securable asked) {
        return equals(asked);
    }

    /** The cluster. */
    record WholeSystem() implements Securable {
        @Override
        public Kind kind() {
            return Kind.SYSTEM;
        }
    }

    /** {@code default_catalog}; there is no other. */
    record DefaultCatalog() implements Securable {
        @Override
        public Kind kind() {
            return Kind.CATALOG;
        }
    }

    /** One database, without what is in it. */
    record Database(String name) implements Securable {
        @Override
        public Kind kind() {
            return Kind.DATABASE;
        }
    }

    /** Every database, those to come too. */
    record AllDatabases() implements Securable {
        @Override
        public Kind kind() {
            return Kind.DATABASE;
        }

        @Override
        public boolean covers(Securable asked) {
            return asked.kind() == Kind.DATABASE;
        }
    }

    /** One table. */
    record Table(String database, long id) implements Securable {
        @Override
        public Kind kind() {
            return Kind.TABLE;
        }

        static Table of(TableModel table) {
            return new Table(table.database(), table.id());
        }
    }

    /** Every table of a database, those to come too. */
    record TablesOf(String database) implements Securable {
        @Override
        public Kind kind() {
            return Kind.TABLE;
        }

        @Override
        public boolean covers(Securable asked) {
            return equals(asked)
                    || asked instanceof Table table && table.database().equals(database);
        }
    }

    /** Every table of every database. */
    record AllTables() implements Securable {
        @Override
        public Kind kind() {
            return Kind.TABLE;
        }

        @Override
        public boolean covers(Securable asked) {
            return asked.kind() == Kind.TABLE;
        }
    }

    /** The table as it is granted on. */
    static Securable of(TableModel table) {
        return Table.of(table);
    }
}
