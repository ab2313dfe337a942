package io.github.sluice.coordinator.journal;

import io.github.sluice.testbed.SharedServers;

/** Where a test keeps a journal that several people can reach. */
final class MySqlJournal {
    private MySqlJournal() {}

    /** The URL of a database that no other test has. */
    static String fresh(Class<?> test) {
        return "jdbc:mysql://127.0.0.1:" + SharedServers.mysql().port() + "/" + SharedServers.database(test)
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }
}
