package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the server that DataX reads has executed, as GTID sets. {@code @@gtid_executed} is never ahead of what a SELECT
 * sees, while file and position of the binlog can be. One connection, opened at need; one thread; closed by its opener.
 */
public final class GtidSets implements AutoCloseable {
    private final MySqlSource source;
    private @org.jspecify.annotations.Nullable Connection connection;

    public GtidSets(MySqlSource source) {
        this.source = source;
    }

    /** The server and its set. */
    public record Executed(String serverUuid, String set) {}

    public Executed executed() {
        return query("SELECT @@GLOBAL.server_uuid, @@GLOBAL.gtid_executed", rows -> {
            rows.next();
            return new Executed(rows.getString(1), rows.getString(2).replaceAll("\\s", ""));
        });
    }

    /** Whether every transaction of {@code part} is in {@code whole}. */
    public boolean covers(String whole, String part) {
        return query(
                "SELECT GTID_SUBSET(?, ?)",
                rows -> {
                    rows.next();
                    return rows.getBoolean(1);
                },
                part,
                whole);
    }

    /** @throws Failure if the server writes no GTIDs, because then nobody can say what a snapshot has seen */
    public void refuseWithoutGtids() {
        String mode = variables("gtid_mode").getOrDefault("gtid_mode", "OFF");
        if (!mode.equals("ON")) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "MySQL has gtid_mode " + mode + "; live changes need ON (SET GLOBAL gtid_mode goes OFF,"
                            + " OFF_PERMISSIVE, ON_PERMISSIVE, ON without a restart), because a binlog's file and position"
                            + " can be ahead of what a SELECT sees; without GTIDs leave out the streamer section");
        }
    }

    /** How long the server keeps its binlogs by its own variables; empty for ever. */
    public Optional<Duration> binlogRetention() {
        Map<String, String> found =
                variables("binlog_expire_logs_seconds", "expire_logs_days", "binlog_expire_logs_auto_purge");
        long seconds = Long.parseLong(found.getOrDefault("binlog_expire_logs_seconds", "0"));
        if (seconds == 0) {
            seconds = 86_400 * Long.parseLong(found.getOrDefault("expire_logs_days", "0"));
        }
        boolean never = seconds == 0
                || found.getOrDefault("binlog_expire_logs_auto_purge", "ON").equals("OFF");
        return never ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private Map<String, String> variables(String... names) {
        String places = "?" + ", ?".repeat(names.length - 1);
        return query(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN (" + places + ")",
                rows -> {
                    Map<String, String> found = new HashMap<>();
                    while (rows.next()) {
                        found.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
                    }
                    return found;
                },
                names);
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T query(String sql, Reading<T> reading, String... parameters) {
        try (PreparedStatement statement = open().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            close();
            throw new Failure(ExitCode.UNKNOWN, "MySQL: " + sql + ": " + e.getMessage(), e);
        }
    }

    private Connection open() {
        Connection open = connection;
        if (open == null) {
            open = source.connect();
            connection = open;
        }
        return open;
    }

    /** Closing twice is harmless; a later question opens again. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // the connection is given up either way
                org.slf4j.LoggerFactory.getLogger(GtidSets.class).debug("closing", e);
            }
        }
    }
}
