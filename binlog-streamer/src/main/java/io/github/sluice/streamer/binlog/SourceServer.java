package io.github.sluice.streamer.binlog;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import java.time.Duration;
import java.time.ZoneId;

/**
 * One server to read from. Immutable.
 *
 * @param host name or address
 * @param port TCP port
 * @param username of an account with REPLICATION SLAVE
 * @param password its password; {@link #toString} hides it
 * @param serverId the number by which the reader joins the replication topology; unique there, 1 to 2^32-1
 * @param tls whether the connection is encrypted and what is checked
 * @param timeZone in which TIMESTAMP values (UTC in the binlog) become text; the one {@code timeZone} setting
 * @param heartbeat how often the server reports while it has nothing to send
 * @param deadAfter silence after which a connection counts as lost; several heartbeats
 * @param connectTimeout for reaching and logging in
 */
public record SourceServer(
        String host,
        int port,
        String username,
        String password,
        long serverId,
        SSLMode tls,
        ZoneId timeZone,
        Duration heartbeat,
        Duration deadAfter,
        Duration connectTimeout) {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public SourceServer {
        if (serverId < 1 || serverId > 0xffffffffL) {
            throw new IllegalArgumentException("serverId must be 1 to 4294967295, found " + serverId);
        }
        if (heartbeat.isZero() || heartbeat.isNegative() || deadAfter.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException(
                    "deadAfter must be longer than heartbeat, found " + deadAfter + " and " + heartbeat);
        }
    }

    /** A server with TLS where it offers it, a heartbeat of 5 s and a limit of 20 s of silence. */
    public static SourceServer of(
            String host, int port, String username, String password, long serverId, ZoneId timeZone) {
        return new SourceServer(
                host,
                port,
                username,
                password,
                serverId,
                SSLMode.PREFERRED,
                timeZone,
                HEARTBEAT,
                DEAD_AFTER,
                CONNECT_TIMEOUT);
    }

    public SourceServer withTls(SSLMode mode) {
        return new SourceServer(
                host, port, username, password, serverId, mode, timeZone, heartbeat, deadAfter, connectTimeout);
    }

    public SourceServer withSilence(Duration newHeartbeat, Duration newDeadAfter) {
        return new SourceServer(
                host, port, username, password, serverId, tls, timeZone, newHeartbeat, newDeadAfter, connectTimeout);
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return username + "@" + address() + " as server " + serverId;
    }
}
