package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.binlog.SourceTransaction;
import io.github.sluice.streamer.binlog.TableChange;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.wire.position.TableDdl;
import java.time.Instant;

/** A DDL statement as the position record names it. */
final class DdlNotes {
    private DdlNotes() {}

    /** A statement that moves rows without row events counts as {@code OTHER}, whatever its first word. */
    static TableDdl of(TableChange change, SourceTransaction transaction, Instant at) {
        boolean hidden = change.copiesRows()
                && (change.kind() == TableChange.Kind.CREATE || change.kind() == TableChange.Kind.ALTER);
        TableChange.Kind kind = hidden ? TableChange.Kind.OTHER : change.kind();
        return new TableDdl(transaction.name(), kind.name(), names(change), at);
    }

    /** {@code db.table}; for a rename both names; for a whole database {@code db.*}. */
    static String names(TableChange change) {
        TableId renamed = change.newTable();
        String name = change.table().table().isEmpty()
                ? change.table().database() + ".*"
                : change.table().toString();
        return renamed == null ? name : name + " -> " + renamed;
    }

    /** Whether the statement changes neither rows nor columns: an index, a comment, a privilege. */
    static boolean isHarmless(TableChange change) {
        return change.kind() == TableChange.Kind.OTHER && !change.copiesRows();
    }

    /** Whether the target now differs from the source in a way that no row event tells. */
    static boolean needsAPerson(TableChange change) {
        return change.copiesRows() || change.kind() != TableChange.Kind.CREATE;
    }
}
