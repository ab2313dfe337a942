package io.github.sluice.streamer.binlog;

/**
 * Receives what a {@link BinlogReader} reads, on the thread that runs the reader. For each transaction: {@link #begin},
 * then {@link #row} and {@link #ddl} in binlog order, then {@link #commit}; also for transactions that touch no wanted
 * table, so that the position moves on. A transaction cut off by a lost connection has no {@code commit}; it is read
 * again from its beginning on the next connection.
 *
 * <p>An exception thrown by any method ends the reader and comes out of {@code BinlogReader.run} as it is.
 */
public interface ChangeHandler {
    /** A transaction begins. */
    void begin(SourceTransaction transaction);

    /** A row of a wanted table was changed. */
    void row(RowChange change);

    /** A table was created, altered, renamed, emptied or dropped; called for unwanted tables too. */
    void ddl(TableChange change);

    /**
     * The transaction is complete and its checksum right.
     *
     * @param end where the next one starts
     */
    void commit(BinlogPosition end);

    /**
     * A place between two transactions was reached without one: a file has ended, another has begun.
     *
     * @param place where the next transaction may start
     */
    default void passed(BinlogPosition place) {}

    /**
     * Nothing came for a moment; called several times a second while the source is silent, between any two other
     * calls, so that lingering and checkpoints need no thread of their own.
     *
     * @param atMillis epoch milliseconds
     */
    void idle(long atMillis);

    /**
     * An event that must not be read: decoding it would mean guessing, or its rows are not in it. By default this
     * ends the reader. A handler that returns normally takes responsibility for the table: the event (or, for a
     * statement, its changes of that table) is left out and reading goes on.
     *
     * @param event what is refused, where and what to do; {@link RefusedEventException#table()} is null if it cannot
     *     be told which table is hit: then returning normally ends the reader as well
     */
    default void refused(RefusedEventException event) {
        throw event;
    }
}
