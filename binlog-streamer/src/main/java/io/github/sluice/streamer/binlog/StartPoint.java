package io.github.sluice.streamer.binlog;

import org.jspecify.annotations.Nullable;

/**
 * Where reading begins: at the first transaction that a GTID set lacks, or at a byte of a binlog file. Immutable.
 */
public final class StartPoint {
    private final @Nullable String gtidSet;
    private final String file;
    private final long position;

    private StartPoint(@Nullable String gtidSet, String file, long position) {
        this.gtidSet = gtidSet;
        this.file = file;
        this.position = position;
    }

    /**
     * Everything that {@code gtidSet} lacks, on whatever server of the source.
     *
     * @param gtidSet as {@code @@GLOBAL.gtid_executed} prints it; blanks and line ends do not matter; empty means from
     *     the first transaction on
     */
    public static StartPoint afterGtidSet(String gtidSet) {
        return new StartPoint(gtidSet.replaceAll("\\s", ""), "", 4);
    }

    /** From {@code position} of {@code file} on; only on the very server that wrote the file. */
    public static StartPoint atPosition(String file, long position) {
        if (file.isEmpty() || position < 4 || position > 0xffffffffL) {
            throw new IllegalArgumentException("no position of a binlog file: " + file + ":" + position);
        }
        return new StartPoint(null, file, position);
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

    @Override
    public String toString() {
        return gtidSet == null ? file + ":" + position : gtidSet.isEmpty() ? "the first transaction" : gtidSet;
    }
}
