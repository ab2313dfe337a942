package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** How much the source has to do, as it says of itself. Thread-safe. */
public final class SourceLoad {
    private final Source settings;

    public SourceLoad(Source settings) {
        this.settings = settings;
    }

    /** Statements that MySQL is at work on, this one included. */
    public OptionalLong threadsRunning() {
        return ask(
                settings,
                "SHOW GLOBAL STATUS LIKE 'Threads_running'",
                rows -> rows.next() ? OptionalLong.of(rows.getLong(2)) : OptionalLong.empty());
    }

    /**
     * How far a replica is behind, in seconds; empty if it does not know, as when its threads have stopped. Wants
     * REPLICATION CLIENT there.
     *
     * @param address {@code host:port}, reached with the source's account
     */
    public OptionalLong replicaLag(String address) {
        Source replica = new Source(address, settings.credentials(), settings.timeZone(), settings.properties());
        try {
            return ask(replica, "SHOW REPLICA STATUS", SourceLoad::lag);
        } catch (Failure older) {
            if (older.getCause() instanceof SQLException refused && "42000".equals(refused.getSQLState())) {
                return ask(replica, "SHOW SLAVE STATUS", SourceLoad::lag); // before 8.0.22
            }
            throw older;
        }
    }

    private static OptionalLong lag(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return OptionalLong.empty();
        }
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).matches("Seconds_Behind_(Source|Master)")) {
                long seconds = rows.getLong(i);
                return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(seconds);
            }
        }
        return OptionalLong.empty();
    }

    private interface Reading {
        OptionalLong of(ResultSet rows) throws SQLException;
    }

    private static OptionalLong ask(Source server, String sql, Reading reading) {
        try (Connection connection = new MySqlSource(server).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reading.of(rows);
        } catch (SQLException e) {
            throw new Failure(ExitCode.UNKNOWN, "MySQL " + server.address() + ": " + sql + ": " + e.getMessage(), e);
        }
    }
}
