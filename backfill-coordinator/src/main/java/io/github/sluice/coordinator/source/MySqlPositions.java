package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the server that DataX reads stands, in the kind of position that the streamer counts the source in: which of the
 * two it is, the streamer has decided when it began. One connection, opened at need; one thread; closed by its opener.
 */
public final class MySqlPositions implements ServerPositions {
    private static final int SYNTAX = 1064;
    /** ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR. */
    private static final Set<Integer> DENIED = Set.of(1227, 1142);
    /** ER_XAER_RMERR: how XA RECOVER says that the privilege is missing. */
    private static final int XA_DENIED = 1401;

    private static final String GRANT_XA =
            "before a capture Sluice must see which XA transactions are prepared: GRANT XA_RECOVER_ADMIN ON *.* TO the"
                    + " account of section source";
    /** Counted in GTIDs nothing else is asked that needs a privilege. */
    private static final String GRANT =
            "without GTIDs Sluice must see the binlog's end and which transactions are open: GRANT REPLICATION CLIENT,"
                    + " PROCESS ON *.* TO the account of section source";

    private final MySqlSource source;
    private @Nullable Connection connection;
    private @Nullable String showBinlogStatus;

    public MySqlPositions(MySqlSource source) {
        this.source = source;
    }

    /** The server and where it stands. */
    public record End(String serverUuid, SourcePosition position) {}

    private Counting in(SourcePosition kind) {
        return kind instanceof FilePosition place
                ? new PlaceCounting(this, place.serverUuid())
                : new GtidCounting(this);
    }

    /**
     * @param kind any position of the streamer's
     * @throws Failure if a capture in positions of this kind cannot be relied on here, with what to do
     */
    @Override
    public void refuseUnlessFit(SourcePosition kind) {
        in(kind).refuseUnlessFit();
        PreparedTransactions.list(this);
    }

    /**
     * The server's end. Once the streamer covers it, it has sent every change that a SELECT saw which ended before this
     * call; counted in GTIDs with the exception of what became visible in the last moments and is not in
     * {@code @@gtid_executed} yet. It may be ahead of what a SELECT sees, so it does not say what is visible.
     *
     * @param kind any position of the streamer's
     */
    @Override
    public End end(SourcePosition kind) {
        return in(kind).end();
    }

    /**
     * Looks whether everything is visible that the streamer has sent.
     *
     * @param kind any position of the streamer's
     * @param sent positions, and transactions as positions, that were read from the streamer <em>before</em> this call and
     *     name everything that it may have sent
     */
    @Override
    public Visibility visibility(SourcePosition kind, Collection<SourcePosition> sent) {
        return in(kind).visibility(sent);
    }

    /**
     * Looks whether all XA transactions have ended that are prepared now. To be called after the position was read from
     * which changes are captured: what is prepared later is in the stream, or stops the table there.
     */
    @Override
    public Visibility preparedTransactions() {
        return new PreparedTransactions(this);
    }

    /** 8.2.0 renamed the statement, 8.4.0 dropped the old one. */
    String showBinlogStatus() {
        String known = showBinlogStatus;
        if (known == null) {
            try (Statement statement = open().createStatement();
                    ResultSet rows = statement.executeQuery("SHOW MASTER STATUS")) {
                known = "SHOW MASTER STATUS";
            } catch (SQLException e) {
                known = e.getErrorCode() == SYNTAX ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
            }
            showBinlogStatus = known;
        }
        return known;
    }

    /** One more connection to the server; the caller closes it. */
    Connection another() {
        return source.connect();
    }

    static Failure failure(String what, SQLException e) {
        return new Failure(ExitCode.UNKNOWN, "MySQL: " + what + ": " + e.getMessage(), e);
    }

    /** How long the server keeps its binlogs by its own variables; empty for ever. */
    @Override
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

    Map<String, String> variables(String... names) {
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

    interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    <T> T query(String sql, Reading<T> reading, String... parameters) {
        try (PreparedStatement statement = open().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reading.of(rows);
            }
        } catch (SQLException e) {
            close();
            if (e.getErrorCode() == XA_DENIED) {
                throw new Failure(ExitCode.REFUSED, GRANT_XA + " (" + sql + ": " + e.getMessage() + ")", e);
            }
            if (DENIED.contains(e.getErrorCode())) {
                throw new Failure(ExitCode.REFUSED, GRANT + " (" + sql + ": " + e.getMessage() + ")", e);
            }
            throw failure(sql, e);
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
                org.slf4j.LoggerFactory.getLogger(MySqlPositions.class).debug("closing", e);
            }
        }
    }
}
