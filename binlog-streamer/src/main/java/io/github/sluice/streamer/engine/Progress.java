package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * What has been taken so far: whole transactions, and perhaps the first rows of one more. All level tables share one,
 * a table that is stopped or catching up has its own. One thread.
 */
final class Progress {
    private final SourcePosition whole;
    private @Nullable PartialTransaction partial;

    Progress(SourcePosition whole, @Nullable PartialTransaction partial) {
        this.whole = whole;
        this.partial = partial;
    }

    /** @param whole text form of the position before which everything was taken whole */
    static Progress of(String whole, @Nullable PartialTransaction partial) {
        return new Progress(SourcePosition.parse(whole), partial);
    }

    /** The same progress, going its own way from here. */
    Progress copy() {
        return new Progress(whole.copy(), partial);
    }

    /** Everything before it was taken whole. Not to be changed by the caller. */
    SourcePosition whole() {
        return whole;
    }

    @Nullable
    PartialTransaction partial() {
        return partial;
    }

    boolean has(String transaction) {
        return whole.contains(transaction);
    }

    /** Row changes of a physical table that were taken of a transaction which is not taken whole. */
    long taken(String transaction, String table) {
        PartialTransaction part = partial;
        return part == null || !part.gtid().equals(transaction)
                ? 0
                : part.rows().getOrDefault(table, 0L);
    }

    /** The transaction that ends there is taken whole. */
    void completed(BinlogPosition end) {
        whole.complete(end.transaction(), end.file(), end.position(), end.fileBorn());
        PartialTransaction part = partial;
        if (part != null && part.gtid().equals(end.transaction())) {
            partial = null;
        }
    }

    /**
     * A place between two transactions is reached.
     *
     * @return whether that changes the position
     */
    boolean passed(BinlogPosition place) {
        return whole.pass(place.file(), place.position(), place.fileBorn());
    }

    void taken(@Nullable PartialTransaction part) {
        partial = part;
    }

    /** Whether nothing of the other one is missing here, and nothing is begun on either side. */
    boolean reaches(Progress other) {
        return partial == null && other.partial == null && whole.covers(other.whole);
    }
}
