package io.github.sluice.streamer.binlog;

/**
 * A place between two transactions. Immutable.
 *
 * @param gtid of the transaction that ends here; empty on a server without GTID
 * @param file binlog file
 * @param position byte in the file at which the next event starts, 4 at a file's beginning
 */
public record BinlogPosition(String gtid, String file, long position) {
    /** {@code file:position}, and the GTID where there is one. */
    @Override
    public String toString() {
        return file + ":" + position + (gtid.isEmpty() ? "" : " (" + gtid + ")");
    }
}
