package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.gtid.GtidSet;
import io.github.sluice.wire.position.PartialTransaction;
import org.jspecify.annotations.Nullable;

/**
 * What has been taken so far: whole transactions, and perhaps the first rows of one more. All level tables share one,
 * a table that is stopped or catching up has its own. One thread.
 */
final class Progress {
    private final GtidSet set;
    private @Nullable PartialTransaction partial;

    Progress(GtidSet set, @Nullable PartialTransaction partial) {
        this.set = set;
        this.partial = partial;
    }

    static Progress of(String gtidSet, @Nullable PartialTransaction partial) {
        return new Progress(GtidSet.parse(gtidSet), partial);
    }

    /** The same progress, going its own way from here. */
    Progress copy() {
        return new Progress(set.copy(), partial);
    }

    /** Transactions taken whole. Not to be changed by the caller. */
    GtidSet set() {
        return set;
    }

    @Nullable
    PartialTransaction partial() {
        return partial;
    }

    boolean has(String gtid) {
        return set.contains(gtid);
    }

    /** Row changes of a physical table that were taken of a transaction which is not taken whole. */
    long taken(String gtid, String table) {
        PartialTransaction part = partial;
        return part == null || !part.gtid().equals(gtid) ? 0 : part.rows().getOrDefault(table, 0L);
    }

    /** The transaction is taken whole. */
    void completed(String gtid) {
        set.add(gtid);
        PartialTransaction part = partial;
        if (part != null && part.gtid().equals(gtid)) {
            partial = null;
        }
    }

    void taken(@Nullable PartialTransaction part) {
        partial = part;
    }

    /** Whether nothing of the other one is missing here, and nothing is begun on either side. */
    boolean reaches(Progress other) {
        return partial == null && other.partial == null && set.covers(other.set);
    }
}
