package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.gtid.GtidSet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server has, as it says of itself.
 *
 * @param serverUuid {@code @@server_uuid}
 * @param executed {@code @@gtid_executed}
 * @param purged {@code @@gtid_purged}: executed, and no longer in its binlog
 */
record ServerLook(String serverUuid, GtidSet executed, GtidSet purged) {
    static ServerLook at(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT @@GLOBAL.server_uuid, @@GLOBAL.gtid_executed, @@GLOBAL.gtid_purged")) {
            row.next();
            return new ServerLook(row.getString(1), GtidSet.parse(row.getString(2)), GtidSet.parse(row.getString(3)));
        }
    }
}
