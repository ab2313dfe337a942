package io.github.sluice.demo.live;

/** What an application does to a row. Each breaks a pipeline in its own way. */
public enum ChangeKind {
    /** A row that was never there. */
    INSERT,
    /** Other values under the same key. */
    UPDATE,
    DELETE,
    /** A key that was deleted before comes back. */
    REINSERT,
    /** The same row under another key: a delete and an upsert for whoever keeps a copy. */
    REKEY,
    /** A row leaves one shard and enters another, in one transaction. */
    MOVE
}
