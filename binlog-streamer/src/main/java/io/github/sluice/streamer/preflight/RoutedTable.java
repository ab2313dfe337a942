package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.route.Route;
import io.github.sluice.streamer.route.Routes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A physical table that exists, that the account can see, and that a table file matches. */
record RoutedTable(TableId id, Route route) {
    /** For WHERE clauses on {@code information_schema}. */
    static final String NO_SYSTEM = " NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')";

    /** All of them, by name. */
    static List<RoutedTable> list(Connection connection, Routes routes) throws SQLException {
        List<RoutedTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES"
                        + " WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA" + NO_SYSTEM
                        + " ORDER BY TABLE_SCHEMA, TABLE_NAME")) {
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                Route route = routes.resolve(id);
                if (route != null) {
                    tables.add(new RoutedTable(id, route));
                }
            }
        }
        return tables;
    }
}
