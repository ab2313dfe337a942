package io.github.sluice.coordinator.compare;

/** What the rows of a chunk add up to, whatever their order. Immutable. */
record ChunkSum(long count, Digest sum) {
    static final ChunkSum EMPTY = new ChunkSum(0, new Digest(0, 0));

    ChunkSum plus(Digest row) {
        return new ChunkSum(count + 1, sum.plus(row));
    }
}
