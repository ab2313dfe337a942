package io.github.sluice.streamer.binlog;

import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.SourcePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where a server's binlog ends, as the server says. */
public final class ServerPosition {
    private static final int SYNTAX = 1064;

    private ServerPosition() {}

    /**
     * The server's end in the kind of position that a source which begins now is counted in: the executed GTID set with
     * {@code gtid_mode=ON}, else a place in its files. With the modes in between, new transactions may have no GTID.
     */
    public static SourcePosition now(Connection server) throws SQLException {
        try (Statement statement = server.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_mode, @@GLOBAL.gtid_executed")) {
            row.next();
            return row.getString(1).equalsIgnoreCase("ON") ? GtidSet.parse(row.getString(2)) : place(server);
        }
    }

    /**
     * The place behind the last transaction that was written. What stands before it may not be visible to a SELECT yet:
     * the storage engine commits after the binlog.
     *
     * @throws SQLException if the server writes no binlog, or the account lacks REPLICATION CLIENT
     */
    public static FilePosition place(Connection server) throws SQLException {
        try (Statement statement = server.createStatement()) {
            String uuid;
            try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.server_uuid")) {
                row.next();
                uuid = row.getString(1);
            }
            return place(statement, uuid);
        }
    }

    private static FilePosition place(Statement statement, String serverUuid) throws SQLException {
        try (ResultSet row = status(statement)) {
            if (!row.next()) {
                throw new SQLException("the server writes no binlog");
            }
            return new FilePosition(serverUuid, row.getString(1), row.getLong(2), 0);
        }
    }

    /** 8.2.0 renamed the statement, 8.4.0 dropped the old one. */
    private static ResultSet status(Statement statement) throws SQLException {
        try {
            return statement.executeQuery("SHOW MASTER STATUS");
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX) {
                throw e;
            }
            return statement.executeQuery("SHOW BINARY LOG STATUS");
        }
    }
}
