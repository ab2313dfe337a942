package io.github.sluice.coordinator.journal;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;

/** In a database that several people can reach. */
class JournalOnMySqlIT extends JournalContract {
    private final String database = SharedServers.database(JournalOnMySqlIT.class);

    @Override
    String where() {
        MySqlServer mysql = SharedServers.mysql();
        return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + database
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }
}
