package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.SourcePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a server has of what a position needs, as it says of itself. Immutable. */
abstract class ServerLook {
    private static final String BEGIN_ANEW = "begin with a new backfill under another streamer name";

    /** Looks for what a position of that kind is made of. */
    static ServerLook at(Connection connection, SourcePosition kind) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return kind instanceof FilePosition ? files(statement) : gtids(statement);
        }
    }

    /** {@code @@server_uuid}. */
    static String uuid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return uuid(statement);
        }
    }

    private static String uuid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.server_uuid")) {
            row.next();
            return row.getString(1);
        }
    }

    private static ServerLook gtids(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT @@GLOBAL.gtid_mode, @@GLOBAL.gtid_executed, @@GLOBAL.gtid_purged")) {
            row.next();
            return new Gtids(row.getString(1), GtidSet.parse(row.getString(2)), GtidSet.parse(row.getString(3)));
        }
    }

    private static ServerLook files(Statement statement) throws SQLException {
        String uuid = uuid(statement);
        Map<String, Long> sizes = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                sizes.put(row.getString(1), row.getLong(2));
            }
        }
        if (sizes.isEmpty()) {
            throw new SQLException("the server lists no binlog");
        }
        return new Files(uuid, sizes);
    }

    /**
     * Whether reading can go on here.
     *
     * @throws Unavailable if another server, or this one later, may have what is needed
     * @throws Failure if no waiting helps
     */
    abstract void refuseUnlessFits(Progress progress, Host host);

    /** What was written after a position and is no longer in the binlog; empty if nothing. */
    abstract String purgedAfter(SourcePosition position);

    private static Failure never(ExitCode code, Host host, String reason) {
        return new Failure(code, host + " " + reason);
    }

    /** A server with GTIDs: any one will do that has executed what we have, and still has the rest. */
    private static final class Gtids extends ServerLook {
        private final String mode;
        private final GtidSet executed;
        private final GtidSet purged;

        Gtids(String mode, GtidSet executed, GtidSet purged) {
            this.mode = mode;
            this.executed = executed;
            this.purged = purged;
        }

        @Override
        void refuseUnlessFits(Progress progress, Host host) {
            if (!mode.equalsIgnoreCase("ON")) {
                throw never(
                        ExitCode.REFUSED,
                        host,
                        "has gtid_mode=" + mode
                                + ", and the stream's position is a GTID set, which does not tell its new"
                                + " transactions apart; switch gtid_mode back to ON, or " + BEGIN_ANEW);
            }
            GtidSet ours = (GtidSet) progress.whole().copy();
            PartialTransaction part = progress.partial();
            if (part != null) {
                ours.add(part.gtid());
            }
            GtidSet missing = ours.minus(executed);
            if (!missing.isEmpty()) {
                throw Unavailable.lacking(
                        host,
                        ExitCode.REFUSED,
                        "lacks transactions that are in the stream: " + missing
                                + "; if it took over without them, the target holds rows that the source has lost: put"
                                + " them back on the source, or begin with a new backfill");
            }
            String gone = purgedAfter(progress.whole());
            if (!gone.isEmpty()) {
                throw Unavailable.lacking(
                        host,
                        ExitCode.PURGED,
                        "has purged transactions that are not in the stream yet: " + gone + "; " + BEGIN_ANEW
                                + ", and keep binlogs longer");
            }
        }

        @Override
        String purgedAfter(SourcePosition position) {
            return purged.minus((GtidSet) position).toString();
        }
    }

    /** A server counted in places of its files: only the one that wrote them, and only as long as it has them. */
    private static final class Files extends ServerLook {
        private static final long LARGEST_REQUEST = 0xffffffffL;

        private final String serverUuid;
        private final Map<String, Long> sizes;

        /** @param sizes bytes by file, oldest first, not empty */
        Files(String serverUuid, Map<String, Long> sizes) {
            this.serverUuid = serverUuid;
            this.sizes = sizes;
        }

        @Override
        void refuseUnlessFits(Progress progress, Host host) {
            FilePosition ours = (FilePosition) progress.whole();
            if (!ours.serverUuid().equals(serverUuid)) {
                throw Unavailable.lacking(
                        host,
                        ExitCode.REFUSED,
                        "is server " + serverUuid + ", and the stream stands at a place in the binlog of server "
                                + ours.serverUuid() + " (" + place(ours) + "), which means nothing on another one: a"
                                + " failover needs GTIDs. Bring that server back, or " + BEGIN_ANEW);
            }
            String gone = purgedAfter(ours);
            if (!gone.isEmpty()) {
                throw never(
                        ExitCode.PURGED,
                        host,
                        "has purged binlogs that are not in the stream yet: " + gone + "; " + BEGIN_ANEW
                                + ", and keep binlogs longer");
            }
            Long size = sizes.get(ours.file());
            if (size == null || size < ours.offset()) {
                throw never(
                        ExitCode.REFUSED,
                        host,
                        "has no place " + place(ours) + ", up to which its binlog was read: "
                                + (size == null ? "it has " + first() + " to " + last() : "the file ends at " + size)
                                + ". Its binlogs were begun anew (RESET MASTER, another log_bin) or their end was lost in"
                                + " a crash, so what was written in between cannot be known; " + BEGIN_ANEW);
            }
            if (ours.offset() > LARGEST_REQUEST) {
                throw never(
                        ExitCode.REFUSED,
                        host,
                        "cannot be asked for " + place(ours)
                                + ": the protocol's places end at 4 GiB, and the stream was"
                                + " stopped between a transaction that passed them and the next file; " + BEGIN_ANEW);
            }
        }

        @Override
        String purgedAfter(SourcePosition position) {
            FilePosition ours = (FilePosition) position;
            boolean older = FilePosition.baseOf(ours.file()).equals(FilePosition.baseOf(first()))
                    && FilePosition.numberOf(ours.file()) < FilePosition.numberOf(first());
            return older ? place(ours) + " to " + first() : "";
        }

        private static String place(FilePosition of) {
            return of.file() + ":" + of.offset();
        }

        private String first() {
            return sizes.keySet().iterator().next();
        }

        private String last() {
            List<String> files = List.copyOf(sizes.keySet());
            return files.get(files.size() - 1);
        }
    }
}
