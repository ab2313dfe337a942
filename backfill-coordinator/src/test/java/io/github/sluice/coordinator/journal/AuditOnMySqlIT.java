package io.github.sluice.coordinator.journal;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;

/** In a database that several people can reach; a few entries, by chance, are broken in every way. */
class AuditOnMySqlIT extends AuditContract {
    private final String database = SharedServers.database(AuditOnMySqlIT.class);

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
