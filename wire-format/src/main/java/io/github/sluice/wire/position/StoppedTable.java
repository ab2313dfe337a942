package io.github.sluice.wire.position;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why the streamer does not go on with a table, where it stood, and what a person can do. Immutable. */
public final class StoppedTable {
    private final String reason;
    private final String advice;
    private final String gtid;
    private final String file;
    private final long position;

    /**
     * @param reason what was found, without a column value
     * @param advice what to do
     * @param gtid name of the transaction ({@link SourcePosition}) that could not be taken; empty if no transaction was the cause
     * @param file binlog file of that transaction, empty if not known
     * @param position where it begins in the file, 0 if not known
     */
    public StoppedTable(String reason, String advice, String gtid, String file, long position) {
        if (reason.isEmpty() || position < 0) {
            throw new IllegalArgumentException("a stopped table has a reason, and no position below 0");
        }
        this.reason = reason;
        this.advice = advice;
        this.gtid = gtid;
        this.file = file;
        this.position = position;
    }

    public String reason() {
        return reason;
    }

    public String advice() {
        return advice;
    }

    public String gtid() {
        return gtid;
    }

    public String file() {
        return file;
    }

    public long position() {
        return position;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoppedTable
                && ((StoppedTable) other).reason.equals(reason)
                && ((StoppedTable) other).advice.equals(advice)
                && ((StoppedTable) other).gtid.equals(gtid)
                && ((StoppedTable) other).file.equals(file)
                && ((StoppedTable) other).position == position;
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, advice, gtid, file, position);
    }

    /** For logs: reason, place and advice. */
    @Override
    public String toString() {
        return reason
                + (gtid.isEmpty() ? "" : " (transaction " + gtid + ", " + file + ":" + position + ")")
                + (advice.isEmpty() ? "" : "; " + advice);
    }
}
