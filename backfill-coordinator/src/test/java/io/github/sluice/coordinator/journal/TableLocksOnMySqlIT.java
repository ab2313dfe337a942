package io.github.sluice.coordinator.journal;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;

/** In a database that several machines share: what the lock is for. */
class TableLocksOnMySqlIT extends TableLocksContract {
    private final String database = SharedServers.database(TableLocksOnMySqlIT.class);

    @Override
    String where() {
        MySqlServer mysql = SharedServers.mysql();
        return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + database
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }
}
