package io.github.sluice.testbed.starrocks.sql;

import java.io.IOException;
import java.util.List;

/**
 * Where the result of one statement goes: either {@link #ok}, or {@link #columns}, rows and {@link #end}.
 * One thread. An IOException means that the client is gone.
 */
public interface ResultSink {
    /** A statement without rows. */
    void ok(long affectedRows) throws IOException;

    /** The columns of a result that has rows. */
    void columns(List<ResultColumn> columns) throws IOException;

    /** One row: the text form of every cell (9.6), null for NULL; valid only during the call. */
    void row(byte[][] cells) throws IOException;

    /** No more rows. */
    void end() throws IOException;
}
