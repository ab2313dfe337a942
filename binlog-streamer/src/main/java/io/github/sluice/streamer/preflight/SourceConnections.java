package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** JDBC connections for questions. Thread-safe. */
public final class SourceConnections {
    private SourceConnections() {}

    /**
     * Connects; the caller closes.
     *
     * @throws SQLException if the server cannot be reached or refuses the account
     */
    public static Connection open(Source source, Host host) throws SQLException {
        return open(source, "jdbc:mysql://" + host + "/");
    }

    /** One more connection to the same server, for a question that may leave it unusable; the caller closes it. */
    static Connection another(Source source, Connection connection) throws SQLException {
        return open(source, connection.getMetaData().getURL());
    }

    private static Connection open(Source source, String url) throws SQLException {
        Properties properties = new Properties();
        properties.put("connectTimeout", "10000");
        properties.put("socketTimeout", "60000");
        properties.putAll(source.jdbcProperties());
        properties.put("user", source.username());
        properties.put("password", source.password());
        return DriverManager.getConnection(url, properties);
    }
}
