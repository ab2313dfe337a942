package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** In a database that several people can reach. */
class JournalOnMySqlIT extends JournalContract {
    private final String database = SharedServers.database(JournalOnMySqlIT.class);

    @Override
    String where() {
        return in(database);
    }

    private static String in(String database) {
        MySqlServer mysql = SharedServers.mysql();
        return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + database
                + "?user=root&allowPublicKeyRetrieval=true&useSSL=false";
    }

    @Test
    void whoAsksWhetherItIsThereMakesNothing() throws SQLException {
        String empty = SharedServers.database(JournalOnMySqlIT.class);
        assertThat(Journal.exists(in(empty))).isFalse();
        try (Connection connection = SharedServers.mysql().connect();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES FROM " + empty)) {
            assertThat(tables.next()).isFalse();
        }
        Journal.open(in(empty), "run");
        assertThat(Journal.exists(in(empty))).isTrue();
        // another database of the same server is no journal
        assertThat(Journal.exists(in(SharedServers.database(JournalOnMySqlIT.class))))
                .isFalse();
    }
}
