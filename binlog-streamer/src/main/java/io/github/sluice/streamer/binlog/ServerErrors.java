package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.binlog.ReadEndedException.Reason;
import java.util.Locale;

/**
 * What an error of a MySQL server means for reading on. Number 1236 (ER_MASTER_FATAL_ERROR_READING_BINLOG) stands for a
 * dozen different things; only its text tells them apart ({@code sql/rpl_binlog_sender.cc}, 5.7.22 to 8.0.31).
 */
final class ServerErrors {
    private static final int FATAL_READING_BINLOG = 1236;
    private static final int ACCESS_DENIED_TO_DATABASE = 1044;
    private static final int ACCESS_DENIED = 1045;
    private static final int PRIVILEGE_MISSING = 1227;
    private static final int ACCOUNT_LOCKED = 3118;
    private static final int PASSWORD_EXPIRED = 1862;
    private static final int MUST_CHANGE_PASSWORD = 1820;
    private static final int HOST_NOT_ALLOWED = 1130;
    private static final int HOST_BLOCKED = 1129;
    private static final int SHUTDOWN = 1053;
    private static final int TOO_MANY_CONNECTIONS = 1040;

    private ServerErrors() {}

    static ReadEndedException of(SourceServer server, int number, String text) {
        Reason reason = reason(number, text.toLowerCase(Locale.ROOT));
        return new ReadEndedException(
                reason,
                server.address() + ": " + advice(reason, server) + " (" + number + ": " + text + ")",
                number,
                null);
    }

    private static Reason reason(int number, String text) {
        switch (number) {
            case ACCESS_DENIED_TO_DATABASE:
            case ACCESS_DENIED:
            case PRIVILEGE_MISSING:
            case ACCOUNT_LOCKED:
            case PASSWORD_EXPIRED:
            case MUST_CHANGE_PASSWORD:
            case HOST_NOT_ALLOWED:
            case HOST_BLOCKED:
                return Reason.ACCESS_DENIED;
            case SHUTDOWN:
                return Reason.CONNECTION_LOST;
            case TOO_MANY_CONNECTIONS:
                return Reason.UNREACHABLE;
            case FATAL_READING_BINLOG:
                return fatal(text);
            default:
                return Reason.SERVER_ERROR;
        }
    }

    private static Reason fatal(String text) {
        if (text.contains("same server_uuid/server_id")) {
            return Reason.DUPLICATE_SERVER_ID;
        }
        if (text.contains("purged") || text.contains("could not find first log file")) {
            return Reason.PURGED;
        }
        if (text.contains("more gtids than")) {
            return Reason.DIVERGED;
        }
        if (text.contains("position > file size")
                || text.contains("impossible position")
                || text.contains("position < 4")
                || text.contains("bogus data in log event")) {
            return Reason.UNKNOWN_POSITION;
        }
        if (text.contains("binary log is not open")
                || text.contains("binary log is not enabled")
                || text.contains("gtid_mode")
                || text.contains("misconfigured")) {
            return Reason.NOT_A_SOURCE;
        }
        return Reason.SERVER_ERROR;
    }

    private static String advice(Reason reason, SourceServer server) {
        switch (reason) {
            case ACCESS_DENIED:
                return "the account " + server.username() + " may not read the binlog; check its password and"
                        + " GRANT REPLICATION SLAVE ON *.* TO it";
            case PURGED:
                return "the server no longer has the binlog that is needed; the tables need a new backfill, and the"
                        + " server a longer binlog retention";
            case DUPLICATE_SERVER_ID:
                return "another replica reads with server id " + server.serverId() + "; give this one an id of its own";
            case DIVERGED:
                return "this server lacks transactions that were already read: it took over without them; compare and"
                        + " repair the tables before going on";
            case UNKNOWN_POSITION:
                return "the position is not one of this server's binlog; the tables need a new backfill";
            case NOT_A_SOURCE:
                return "the server writes no binlog that can be read from here";
            case UNREACHABLE:
            case CONNECTION_LOST:
                return "the server is not available now";
            default:
                return "the server ended the stream";
        }
    }
}
