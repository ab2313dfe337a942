package io.github.sluice.streamload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** {@code information_schema.loads} over the MySQL protocol. One connection per question. Thread-safe. */
final class QueryPort {
    private static final String UNFINISHED = "SELECT LABEL, DB_NAME, TABLE_NAME, STATE FROM information_schema.loads"
            + " WHERE DB_NAME = ? AND %s AND STATE NOT IN ('FINISHED', 'CANCELLED')";

    private final Cluster cluster;

    QueryPort(Cluster cluster) {
        this.cluster = cluster;
    }

    List<UnfinishedLoad> byPrefix(String database, String prefix) throws QueryPortException {
        // a prefix of LabelScheme holds no LIKE wildcard; anybody else's is escaped
        String pattern = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return ask(String.format(UNFINISHED, "LABEL LIKE ?"), database, pattern);
    }

    List<UnfinishedLoad> byTable(String database, String table) throws QueryPortException {
        return ask(String.format(UNFINISHED, "TABLE_NAME = ?"), database, table);
    }

    /** Tries the hosts in turn; throws only when none answers. */
    private List<UnfinishedLoad> ask(String sql, String database, String argument) throws QueryPortException {
        SQLException last = null;
        for (String host : cluster.queryHosts()) {
            try (Connection connection = connect(host);
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, database);
                statement.setString(2, argument);
                return read(statement);
            } catch (SQLException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw new QueryPortException(
                "no query port of " + cluster.queryHosts() + " told which loads are unfinished: "
                        + (last == null ? "none is configured" : last.getMessage()),
                last == null ? new SQLException("no query host") : last);
    }

    private static List<UnfinishedLoad> read(PreparedStatement statement) throws SQLException {
        List<UnfinishedLoad> loads = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                loads.add(
                        new UnfinishedLoad(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        return loads;
    }

    /** Without DriverManager: in Connect every plugin has a class loader of its own, which it does not search. */
    private Connection connect(String host) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", cluster.user());
        properties.setProperty("password", cluster.password().reveal());
        properties.setProperty(
                "connectTimeout", Long.toString(cluster.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", Long.toString(cluster.replyTimeout().toMillis()));
        Connection connection = new com.mysql.cj.jdbc.Driver().connect("jdbc:mysql://" + host + "/", properties);
        if (connection == null) {
            throw new SQLException("'" + host + "' is not host:port");
        }
        return connection;
    }
}
