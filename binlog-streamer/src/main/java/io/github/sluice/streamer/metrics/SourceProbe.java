package io.github.sluice.streamer.metrics;

import io.github.sluice.streamer.binlog.ServerPosition;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the servers that are being read, on a thread of its own, where their binlogs end: so a stream that stands still
 * can be told from a source that has nothing to say. Bytes are those between the committed position and the end, over
 * all files in between ({@code SHOW BINARY LOGS}, which needs REPLICATION CLIENT).
 */
public final class SourceProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceProbe.class);
    private static final int QUERY_TIMEOUT_SECONDS = 10;

    private final StreamerStatus status;
    private final Servers servers;
    private final ScheduledExecutorService thread;

    /** Opens connections for questions. */
    @FunctionalInterface
    public interface Servers {
        /** @param server {@code host:port} as {@link SourceStatus#server} has it */
        Connection connect(String source, String server) throws SQLException;
    }

    /** Begins to ask. */
    public SourceProbe(StreamerStatus status, Servers servers, Duration interval) {
        this.status = status;
        this.servers = servers;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "source-probe");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(
                () -> status.sources().forEach(this::ask),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void ask(SourceStatus source) {
        String server = source.server();
        StreamPosition position = source.position();
        if (server.isEmpty() || position == null || position.file().isEmpty()) {
            return;
        }
        try (Connection connection = servers.connect(source.name(), server)) {
            source.behind(
                    isAhead(connection, position.gtidSet()),
                    bytesBehind(connection, position.file(), position.position()));
        } catch (SQLException | RuntimeException e) {
            source.cannotTell();
            LOG.debug("source {}: the binlog's end at {} could not be asked: {}", source.name(), server, e.toString());
        }
    }

    static boolean isAhead(Connection connection, String committed) throws SQLException {
        SourcePosition ours = SourcePosition.parse(committed);
        return !ours.covers(ours instanceof FilePosition ? ServerPosition.place(connection) : executed(connection));
    }

    private static SourcePosition executed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
                row.next();
                return SourcePosition.parse(row.getString(1));
            }
        }
    }

    /** NaN if the file is not on that server any more. */
    static double bytesBehind(Connection connection, String file, long position) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            try (ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
                double behind = 0;
                boolean met = false;
                while (row.next()) {
                    if (row.getString(1).equals(file)) {
                        met = true;
                        behind = row.getLong(2) - position;
                    } else if (met) {
                        behind += row.getLong(2);
                    }
                }
                return met ? Math.max(0, behind) : Double.NaN;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
