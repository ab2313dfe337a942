package io.github.sluice.coordinator.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The time zone that a MySQL gives to sessions which ask for none, so the one in which its users know their TIMESTAMPs.
 *
 * @param offset as it is now, such as {@code +08:00}
 * @param name {@code @@global.time_zone}, and the host's where it is SYSTEM
 * @param fixed whether it is an offset, which no summer time changes
 */
public record ServerZone(String offset, String name, boolean fixed) {
    private static final int MINUTES = 60;

    /** Asks the server. The session has its time zone afterwards. */
    static ServerZone of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = @@global.time_zone");
            try (ResultSet row = statement.executeQuery("SELECT @@global.time_zone, @@global.system_time_zone,"
                    + " TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW())")) {
                row.next();
                return of(row.getString(1), row.getString(2), row.getInt(3));
            }
        }
    }

    /** @param minutes from UTC, east positive */
    static ServerZone of(String global, String system, int minutes) {
        boolean fixed = global.matches("[+-]\\d\\d?:\\d\\d");
        int distance = Math.abs(minutes);
        String offset = String.format(
                java.util.Locale.ROOT, "%s%02d:%02d", minutes < 0 ? "-" : "+", distance / MINUTES, distance % MINUTES);
        String name = global.equals("SYSTEM") && !system.isBlank() ? "SYSTEM, " + system : global;
        return new ServerZone(offset, name, fixed || name.matches("(SYSTEM, )?(UTC|GMT)"));
    }
}
