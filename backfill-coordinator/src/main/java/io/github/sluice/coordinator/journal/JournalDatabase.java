package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal is kept: an H2 file, or whatever a JDBC URL names. Every operation opens and closes it, so that {@code
 * sluice status} reads beside a running {@code sluice run}; there are some tens of operations per table. Thread-safe.
 */
final class JournalDatabase {
    private static final String JDBC = "jdbc:";
    private static final String H2 = "jdbc:h2:";
    private static final int H2_IN_USE = 90020;
    private static final int H2_CHANGED_MEANWHILE = 90131;
    private static final String ROLLED_BACK = "40";
    private static final String DUPLICATE = "23";
    private static final int MOST_TRIES = 10;
    private static final Duration IN_USE_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final String url;

    private JournalDatabase(String url) {
        this.url = url;
    }

    /** @param where a file path without suffix, whose folder is made, or a {@code jdbc:} URL */
    static JournalDatabase at(String where) {
        return new JournalDatabase(where.startsWith(JDBC) ? where : h2(Path.of(where)));
    }

    /**
     * Whether a journal is there already: its file, or its tables in the database that a URL names. Makes nothing.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if the database can't be asked
     */
    static boolean exists(String where) {
        return isFile(where)
                ? Files.exists(Path.of(where + ".mv.db"))
                : at(where).with(JournalSchema::isThere);
    }

    /** Whether it is a file of this machine. */
    static boolean isFile(String where) {
        return !where.startsWith(JDBC);
    }

    private static String h2(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            Path parent = absolute.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "journal " + file + ": folder cannot be created: " + e.getMessage(), e);
        }
        // no compaction at every close: a table has been seen to vanish in one, on a machine that had no time for it
        return H2 + "file:" + absolute + ";DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=0;LOCK_TIMEOUT=20000";
    }

    /** What is done with an open connection, in one transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Reads, and sees one state of all tables however long it takes.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if it cannot be done
     */
    <T> T with(Work<T> work) {
        return with(work, false);
    }

    /**
     * Writes; what was written is on the disk before anything is built upon it. Work that the database rolled back for the
     * sake of another transaction is done again.
     *
     * @throws Failure as {@link #with}
     */
    <T> T save(Work<T> work) {
        return with(work, true);
    }

    private synchronized <T> T with(Work<T> work, boolean writes) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work, writes);
            } catch (SQLException e) {
                if (!wasRolledBack(e) || tries == MOST_TRIES) {
                    throw failure(e);
                }
                try {
                    pause(e);
                } catch (SQLException interrupted) {
                    throw failure(interrupted);
                }
            }
        }
    }

    private <T> T once(Work<T> work, boolean writes) throws SQLException {
        try (Connection connection = connect()) {
            if (!writes) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            connection.setAutoCommit(false);
            T result = work.on(connection);
            connection.commit();
            if (writes && url.startsWith(H2)) {
                // H2 writes a commit half a second later, or while it closes
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
            return result;
        }
    }

    /** Deadlocks, and two who made the same row at the same moment: nothing of the transaction has stayed. */
    private static boolean wasRolledBack(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith(ROLLED_BACK) || state.startsWith(DUPLICATE) || e.getErrorCode() == H2_CHANGED_MEANWHILE;
    }

    /** Without the URL, which may hold a password: a driver's message and its causes can repeat it. */
    private Failure failure(SQLException e) {
        String message = "journal cannot be read or written: ";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(url)) {
                return new Failure(
                        ExitCode.UNKNOWN,
                        message + String.valueOf(e.getMessage()).replace(url, "(the journal's URL)") + " (SQL state "
                                + e.getSQLState() + ")");
            }
        }
        return new Failure(ExitCode.UNKNOWN, message + e.getMessage(), e);
    }

    /** Another sluice process may hold the file for the moment of one operation. */
    private Connection connect() throws SQLException {
        Instant limit = Instant.now().plus(IN_USE_LIMIT);
        while (true) {
            try {
                return DriverManager.getConnection(url);
            } catch (SQLException e) {
                if (e.getErrorCode() != H2_IN_USE || Instant.now().isAfter(limit)) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(SQLException reason) throws SQLException {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    /** The first column of the first row. */
    static int count(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement select = prepare(connection, sql, parameters);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Rows that were changed. */
    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement update = prepare(connection, sql, parameters)) {
            return update.executeUpdate();
        }
    }

    static boolean isMySql(Connection connection) throws SQLException {
        return !connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    /** The database's own time, in milliseconds since 1970: the only clock that all who use it share. */
    static long millis(Connection connection) throws SQLException {
        String now = isMySql(connection)
                ? "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000"
                : "SELECT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(now)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
