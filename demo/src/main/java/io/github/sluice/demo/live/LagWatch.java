package io.github.sluice.demo.live;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The target's half of the measurement of the lag: looks at one row and writes down when it saw which number. */
public final class LagWatch {
    /** What looking adds to a lag is at most this and one query. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private LagWatch() {}

    /**
     * Looks on until told to stop.
     *
     * @param select the number in StarRocks
     * @param file gets the numbers
     * @throws SQLException when the server is lost
     */
    public static void watch(
            String jdbcUrl, String username, String password, String select, Path file, BooleanSupplier stop)
            throws SQLException, IOException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, username, password);
                PreparedStatement look = connection.prepareStatement(select);
                NumberLog log = NumberLog.writing(file)) {
            long before = Long.MIN_VALUE;
            while (!stop.getAsBoolean()) {
                try (ResultSet row = look.executeQuery()) {
                    if (row.next() && row.getLong(1) != before) {
                        before = row.getLong(1);
                        log.add(System.currentTimeMillis(), before);
                    }
                }
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
    }
}
