package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.exception.DataXException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * StarRocks' MySQL protocol: the statements around a load, and the table's columns. One connection for each call, each wait
 * bounded by {@code replyTimeoutMs}. One thread.
 */
final class QueryPort {
    private static final Logger LOG = LoggerFactory.getLogger(QueryPort.class);
    private static final int ACCESS_DENIED = 1045;
    private static final int DATABASE_DENIED = 1044;
    private static final int PRIVILEGE_MISSING = 5203;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final long CONNECT_MILLIS = 5_000;

    private final StarRocksWriterSettings settings;
    private final QueryUrl url;

    QueryPort(StarRocksWriterSettings settings, QueryUrl url) {
        this.settings = settings;
        this.url = url;
    }

    /**
     * Executes statements in their order; the first that fails ends it.
     *
     * @param key the parameter that they are from
     */
    void execute(String key, List<String> statements) {
        if (statements.isEmpty()) {
            return;
        }
        String doing = key + ": connecting to " + url;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements.size(); i++) {
                doing = key + "[" + i + "]";
                statement.execute(statements.get(i));
                LOG.info("{}[{}] of {} executed", key, i, statements.size());
            }
        } catch (SQLException e) {
            throw failure(doing, e, StarRocksWriterErrorCode.SQL);
        }
    }

    /** The table's columns in its order, with the types that {@code information_schema} gives. Empty if it has none. */
    Map<String, String> columns() {
        String sql =
                "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.columns WHERE TABLE_SCHEMA = ? AND TABLE_NAME"
                        + " = ? ORDER BY ORDINAL_POSITION";
        Map<String, String> columns = new LinkedHashMap<>();
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, settings.database);
            statement.setString(2, settings.table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), String.valueOf(rows.getString(2)));
                }
            }
            return columns;
        } catch (SQLException e) {
            throw failure(
                    "asking " + url + " for the columns of " + settings.target(), e, StarRocksWriterErrorCode.TABLE);
        }
    }

    /** Without DriverManager, which looks past a plugin's class loader. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.username);
        properties.setProperty("password", settings.password.reveal());
        properties.setProperty("connectTimeout", Long.toString(CONNECT_MILLIS));
        properties.setProperty("socketTimeout", Long.toString(settings.replyTimeout.toMillis()));
        Connection connection = new com.mysql.cj.jdbc.Driver().connect(url.reveal(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know such an address");
        }
        return connection;
    }

    private static DataXException failure(String doing, SQLException e, StarRocksWriterErrorCode otherwise) {
        StarRocksWriterErrorCode code = otherwise;
        String state = String.valueOf(e.getSQLState());
        if (e.getErrorCode() == ACCESS_DENIED
                || e.getErrorCode() == DATABASE_DENIED
                || e.getErrorCode() == PRIVILEGE_MISSING) {
            code = StarRocksWriterErrorCode.NOT_AUTHORISED;
        } else if (e.getErrorCode() == UNKNOWN_DATABASE) {
            code = StarRocksWriterErrorCode.TABLE;
        } else if (state.startsWith("08")) {
            code = StarRocksWriterErrorCode.UNREACHABLE;
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("connection string")) {
            // it quotes the address, and people put passwords there
            return StarRocksWriterErrorCode.SETTINGS.failure(doing + ": " + Key.JDBC_URL + " is malformed");
        }
        return code.failure(doing + ": " + message, e);
    }
}
