package io.github.sluice.streamer.binlog;

import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Where reading begins: at the first transaction that a GTID set lacks, or at a byte of a binlog file. Immutable.
 */
public final class StartPoint {
    private final @Nullable String gtidSet;
    private final String file;
    private final long position;
    private final String serverUuid;
    private final long fileBorn;

    private StartPoint(@Nullable String gtidSet, String file, long position, String serverUuid, long fileBorn) {
        this.gtidSet = gtidSet;
        this.file = file;
        this.position = position;
        this.serverUuid = serverUuid;
        this.fileBorn = fileBorn;
    }

    /** Everything that does not lie before a position; transactions are named in the position's way. */
    public static StartPoint after(SourcePosition position) {
        if (!(position instanceof FilePosition place)) {
            return afterGtidSet(position.toString());
        }
        StartPoint checked = atPosition(place.file(), place.offset());
        return new StartPoint(null, checked.file, checked.position, place.serverUuid(), place.fileBorn());
    }

    /**
     * Everything that {@code gtidSet} lacks, on whatever server of the source.
     *
     * @param gtidSet as {@code @@GLOBAL.gtid_executed} prints it; blanks and line ends do not matter; empty means from
     *     the first transaction on
     */
    public static StartPoint afterGtidSet(String gtidSet) {
        return new StartPoint(gtidSet.replaceAll("\\s", ""), "", 4, "", 0);
    }

    /**
     * From {@code position} of {@code file} on, on whatever server has such a file; transactions are named by their
     * GTIDs.
     */
    public static StartPoint atPosition(String file, long position) {
        if (file.isEmpty() || position < 4 || position > 0xffffffffL) {
            throw new IllegalArgumentException("no position of a binlog file: " + file + ":" + position);
        }
        return new StartPoint(null, file, position, "", 0);
    }

    /** The GTID set, or null for a start at a file's position. */
    public @Nullable String gtidSet() {
        return gtidSet;
    }

    /** The file; empty with a GTID set. */
    public String file() {
        return file;
    }

    public long position() {
        return position;
    }

    /** The one server that the file is of, by whose places transactions are named; empty if that does not matter. */
    String serverUuid() {
        return serverUuid;
    }

    /** When the file must have been begun, epoch seconds; 0 for whenever. */
    long fileBorn() {
        return fileBorn;
    }

    @Override
    public String toString() {
        return gtidSet == null ? file + ":" + position : gtidSet.isEmpty() ? "the first transaction" : gtidSet;
    }
}
