package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** In a database that several people can reach. */
class JournalOnMySqlIT extends JournalContract {
    private final String url = MySqlJournal.fresh(JournalOnMySqlIT.class);

    @Override
    String where() {
        return url;
    }

    @Test
    void whoAsksWhetherItIsThereMakesNothing() throws SQLException {
        String empty = MySqlJournal.fresh(JournalOnMySqlIT.class);
        assertThat(Journal.exists(empty)).isFalse();
        try (Connection connection = DriverManager.getConnection(empty);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES")) {
            assertThat(tables.next()).isFalse();
        }
        Journal.open(empty, "run");
        assertThat(Journal.exists(empty)).isTrue();
        // another database of the same server is no journal
        assertThat(Journal.exists(MySqlJournal.fresh(JournalOnMySqlIT.class))).isFalse();
    }
}
