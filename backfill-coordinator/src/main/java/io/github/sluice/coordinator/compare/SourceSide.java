package io.github.sluice.coordinator.compare;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MySQL's side, as the half beside StarRocks can ask it. One thread. */
interface SourceSide {
    /** The next rows in key order, added up. */
    record Chunk(@Nullable RowKey upto, ChunkSum sum) {}

    record KeyDigest(RowKey key, Digest digest) {}

    /** Rows of a range, one by one; the range may end earlier than was asked for. */
    record Listed(@Nullable RowKey upto, List<KeyDigest> rows) {}

    /**
     * Some keys, read again.
     *
     * @param visible changes below it had taken effect before the keys were read
     * @param captured changes that were seen stand below it
     * @param rows keys without rows are missing
     */
    record Look(Offsets visible, Offsets captured, Map<RowKey, Seen> rows) {}

    /** How many rows there may be; 0 if unknown. */
    long estimate();

    /** Adds up the first {@code limit} rows after a key; {@code upto} is null if there are no more. */
    Chunk chunk(@Nullable RowKey after, int limit);

    /** Says that {@link #chunk} will be called with these, so that the answer can be on its way. */
    void chunkComes(@Nullable RowKey after, int limit);

    Listed rows(@Nullable RowKey after, @Nullable RowKey upto);

    Look look(Collection<RowKey> keys, boolean columns);
}
