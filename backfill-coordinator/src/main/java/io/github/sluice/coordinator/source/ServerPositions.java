package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.source.MySqlPositions.End;
import io.github.sluice.wire.position.SourcePosition;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * What the server that DataX reads has executed, and what a SELECT sees of it. One thread; closed by its opener.
 *
 * @see MySqlPositions
 */
public interface ServerPositions extends AutoCloseable {
    /** Refuses a server that cannot be counted in positions of this kind. */
    void refuseUnlessFit(SourcePosition kind);

    /** What the server has executed by now, in positions of this kind. */
    End end(SourcePosition kind);

    /** Whether a SELECT sees all that has been sent. */
    Visibility visibility(SourcePosition kind, Collection<SourcePosition> sent);

    /** Whether every XA transaction that is prepared now has ended. */
    Visibility preparedTransactions();

    /** How long binlogs are kept; empty where the server does not say. */
    Optional<Duration> binlogRetention();

    @Override
    void close();
}
