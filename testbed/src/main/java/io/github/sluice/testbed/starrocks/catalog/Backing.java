package io.github.sluice.testbed.starrocks.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;

/**
 * Connections to the MySQL that keeps the rows, and the database in it that is this stand-in's alone.
 * Thread-safe. Closing drops that database.
 *
 * <p>Every session has the no-pad binary collation, strict mode without zero dates, no backslash escapes
 * (literals need only their quotes doubled) and writes no binlog: a server that is also the source of a
 * test must not show the target's rows in its binlog.
 */
public final class Backing implements AutoCloseable {
    private static final String SESSION = "sql_mode='NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,NO_ZERO_DATE,"
            + "NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',sql_log_bin=0,"
            // the longest text is a megabyte; by default only its first 1,024 bytes would be sorted
            + "max_sort_length=1048576,sort_buffer_size=33554432,div_precision_increment=12,time_zone='+08:00',"
            + "transaction_isolation='READ-COMMITTED',innodb_lock_wait_timeout=120";

    private final String url;
    private final Properties properties = new Properties();
    private final String database;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    private Backing(String serverUrl, String user, String password, String database) {
        int question = serverUrl.indexOf('?');
        String base = question < 0 ? serverUrl : serverUrl.substring(0, question);
        int authority = base.indexOf("//") + 2;
        int slash = base.indexOf('/', authority);
        this.url = (slash < 0 ? base : base.substring(0, slash)) + "/";
        this.database = database;
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionCollation", "utf8mb4_0900_bin");
        properties.setProperty("sessionVariables", SESSION);
        properties.setProperty("sslMode", "DISABLED");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("useLocalSessionState", "true");
        properties.setProperty("cacheServerConfiguration", "true");
    }

    /**
     * Creates the database.
     *
     * @param serverUrl JDBC URL of the server; its database and parameters are ignored
     * @param database must not exist
     */
    public static Backing open(String serverUrl, String user, String password, String database) {
        Backing backing = new Backing(serverUrl, user, password, database);
        try (Connection connection = DriverManager.getConnection(backing.url, backing.properties);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "CREATE DATABASE " + SqlText.name(database) + " CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin");
        } catch (SQLException e) {
            throw new StoreException("cannot create database " + database + " in the backing MySQL", e);
        }
        return backing;
    }

    /** Name of the database in the backing server. */
    public String database() {
        return database;
    }

    /** A connection in autocommit mode; whoever takes it gives it back or discards it. */
    public Connection borrow() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException("the stand-in is closed");
            }
            Connection pooled = idle.pollFirst();
            if (pooled != null) {
                return pooled;
            }
        }
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setCatalog(database);
        return connection;
    }

    /** Takes back a connection that has no open transaction and no open result. */
    public void giveBack(Connection connection) {
        synchronized (idle) {
            if (!closed) {
                idle.addFirst(connection);
                return;
            }
        }
        discard(connection);
    }

    /** Closes a connection whose state is unknown. */
    public void discard(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException ignored) {
            // the connection is being thrown away because it is broken
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            if (closed) {
                return;
            }
            closed = true;
            idle.forEach(this::discard);
            idle.clear();
        }
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP DATABASE IF EXISTS " + SqlText.name(database));
        } catch (SQLException e) {
            System.getLogger(Backing.class.getName())
                    .log(System.Logger.Level.DEBUG, "backing database not dropped, server gone?", e);
        }
    }
}
