package io.github.sluice.streamload;

/** Writes rows into StarRocks, all of them or none. What {@link TransactionalLoader} does and fakes imitate. */
public interface Loader {
    /** Writes the rows; {@link LoadOutcome.Loaded} means that queries see them. */
    LoadOutcome load(LoadRequest request, Fence fence);

    /** Sends the rows and rolls back: {@link LoadOutcome.Accepted}, or how they would be refused. */
    LoadOutcome probe(LoadRequest request, Fence fence);

    /** Goes on where {@link #load} ended with {@link LoadOutcome.Unknown}; to be called with the same request. */
    LoadOutcome resolve(LoadRequest request, Fence fence);
}
