package io.github.sluice.wire.position;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A statement that changed a table's shape or threw its rows away, as the streamer met it. Immutable. */
public final class TableDdl {
    private final String gtid;
    private final String kind;
    private final String table;
    private final Instant at;

    /**
     * @param gtid name of the statement's transaction ({@link SourcePosition}); it stands outside a snapshot exactly if the
     *     snapshot's position does not contain it
     * @param kind CREATE, ALTER, DROP, TRUNCATE, RENAME or OTHER
     * @param table the physical table, {@code db.table}; for RENAME the old name, an arrow ({@code " -> "}) and the
     *     new one
     * @param at when the source committed it, in whole seconds on servers before 8.0
     */
    public TableDdl(String gtid, String kind, String table, Instant at) {
        if (kind.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("a DDL entry names its kind and its table");
        }
        this.gtid = gtid;
        this.kind = kind;
        this.table = table;
        this.at = at;
    }

    public String gtid() {
        return gtid;
    }

    public String kind() {
        return kind;
    }

    public String table() {
        return table;
    }

    public Instant at() {
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableDdl
                && ((TableDdl) other).gtid.equals(gtid)
                && ((TableDdl) other).kind.equals(kind)
                && ((TableDdl) other).table.equals(table)
                && ((TableDdl) other).at.equals(at);
    }

    @Override
    public int hashCode() {
        return Objects.hash(gtid, kind, table, at);
    }

    @Override
    public String toString() {
        return kind + " " + table + " by " + gtid + " at " + at;
    }
}
