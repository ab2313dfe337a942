package io.github.sluice.streamer.binlog;

/**
 * A place between two transactions. Immutable.
 *
 * @param transaction name of the one that ends here, as {@link SourceTransaction#name}; empty if none does
 * @param file binlog file
 * @param position byte in the file at which the next event starts, 4 at a file's beginning
 * @param fileBorn when the file was begun, epoch seconds; 0 if not known
 */
public record BinlogPosition(String transaction, String file, long position, long fileBorn) {
    /** {@code file:position}, and the transaction where there is one. */
    @Override
    public String toString() {
        return file + ":" + position + (transaction.isEmpty() ? "" : " (" + transaction + ")");
    }
}
