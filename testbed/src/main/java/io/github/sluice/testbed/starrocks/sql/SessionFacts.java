package io.github.sluice.testbed.starrocks.sql;

import org.jspecify.annotations.Nullable;

/** What an expression or a statement can ask of the session that runs it. */
public interface SessionFacts {
    /** Authenticated user. */
    String user();

    /** Current database, null if none. */
    @Nullable
    String database();

    /** Number of the connection. */
    long connectionId();

    /** The session's variables. */
    Variables variables();
}
