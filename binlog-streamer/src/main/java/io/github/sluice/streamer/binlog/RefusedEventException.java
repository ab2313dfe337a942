package io.github.sluice.streamer.binlog;

import org.jspecify.annotations.Nullable;

/**
 * An event of the binlog that cannot be read without guessing or losing rows. The message says where it is, what is
 * wrong and what to do; it holds no value and no statement.
 */
public final class RefusedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TableId table;
    private final transient BinlogPosition position;
    private final String reason;
    private final String advice;

    /**
     * @param table the table whose rows would be lost, or null if that cannot be told
     * @param position the transaction, its file and the byte where the refused event starts
     * @param reason what is wrong
     * @param advice what to do
     */
    public RefusedEventException(@Nullable TableId table, BinlogPosition position, String reason, String advice) {
        super((table == null ? "" : table + ": ") + reason + " at " + position + "; " + advice);
        this.table = table;
        this.position = position;
        this.reason = reason;
        this.advice = advice;
    }

    /** The table whose rows would be lost, or null if that cannot be told. */
    public @Nullable TableId table() {
        return table;
    }

    /** The transaction's GTID, its file, and the byte where the refused event starts. */
    public BinlogPosition position() {
        return position;
    }

    public String reason() {
        return reason;
    }

    public String advice() {
        return advice;
    }
}
