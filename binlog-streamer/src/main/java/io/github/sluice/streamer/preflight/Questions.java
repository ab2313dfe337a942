package io.github.sluice.streamer.preflight;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asks one server. One thread. */
final class Questions {
    /** ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR. */
    private static final Set<Integer> DENIED = Set.of(1227, 1142, 1045);

    private final Connection connection;

    Questions(Connection connection) {
        this.connection = connection;
    }

    /** The account lacks a privilege for a statement. */
    static final class DeniedException extends Exception {
        private static final long serialVersionUID = 1L;

        DeniedException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    ServerVersion version() throws SQLException {
        return ServerVersion.parse(one("SELECT VERSION()"));
    }

    String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        }
    }

    /** Global variables by lower-case name; one that this version does not have is missing. */
    Map<String, String> variables(List<String> names) throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" + String.join("', '", names) + "')")) {
            while (row.next()) {
                values.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2));
            }
        }
        return values;
    }

    /** The rows of a statement, columns by their label in any letter case. */
    List<Map<String, String>> rows(String statementText) throws SQLException, DeniedException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(statementText)) {
            ResultSetMetaData columns = row.getMetaData();
            while (row.next()) {
                Map<String, String> one = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String value = row.getString(i);
                    one.put(columns.getColumnLabel(i), value == null ? "" : value);
                }
                rows.add(one);
            }
        } catch (SQLException e) {
            if (DENIED.contains(e.getErrorCode())) {
                throw new DeniedException(e);
            }
            throw e;
        }
        return rows;
    }

    Connection connection() {
        return connection;
    }
}
