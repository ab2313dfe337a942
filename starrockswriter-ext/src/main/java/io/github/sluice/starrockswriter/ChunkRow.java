package io.github.sluice.starrockswriter;

/** One encoded row and its place among those that the task has pulled, from 1. Immutable. */
final class ChunkRow {
    final long position;
    final byte[] json;

    ChunkRow(long position, byte[] json) {
        this.position = position;
        this.json = json;
    }
}
