package io.github.sluice.coordinator.journal;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;

/** In a database that several people can reach. */
class StateAuditOnMySqlIT extends StateAuditContract {
    private final String database = SharedServers.database(StateAuditOnMySqlIT.class);

    @Override
    String where() {
        return url();
    }

    @Override
    String url() {
        MySqlServer mysql = SharedServers.mysql();
        return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + database
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }

    @Override
    int sample() {
        return 2;
    }
}
